"""The data beside the code: every sentence in both languages, every code known to the law it serves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest

from hegui import law
from hegui.law import cite as cites
from hegui.profile.asking import questions
from hegui.profile.problems import data
from hegui.yaml12 import load as plain

FILES = ("messages.yaml", "codes.yaml", "questions.yaml", "templates.yaml")


def pairs(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if {"en", "zh"} <= set(value):
            yield value
        for inner in value.values():
            yield from pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from pairs(inner)


@pytest.mark.parametrize("name", FILES)
def test_every_sentence_stands_in_both_languages_with_the_same_blanks(name: str) -> None:
    found = list(pairs(data(name)))
    assert found
    for pair in found:
        blanks = [{field for _, field, _, _ in Formatter().parse(pair[lang]) if field} for lang in ("en", "zh")]
        assert blanks[0] == blanks[1], pair
        assert re.search(r"[一-鿿]", pair["zh"]), pair
        assert not re.search(r"[一-鿿] ?[,;!?()]|[,;!?()] ?[一-鿿]", pair["zh"]), pair
        assert not re.search(r"[一-鿿]", pair["en"]), pair


def test_every_message_says_what_to_do() -> None:
    words = {"types", "syntax", "several", "more", "a_block", "a_list", "a_text", "answer_yes_no", "answer_refused"}
    for kind, message in data("messages.yaml").items():
        if kind not in words:
            assert ";" in message["en"] or message["en"].endswith("?"), kind
            assert "；" in message["zh"], kind


def test_every_sentence_that_a_list_of_messages_leads_to_exists() -> None:
    messages = data("messages.yaml")
    assert {*messages["types"].values(), *messages["syntax"].values()} <= set(messages)


def test_the_roles_of_overrides_are_those_that_the_law_data_gives_to_profiles() -> None:
    assert set(data("codes.yaml")["law_roles"]) == {role.id for role in law.load().roles.values() if role.can_profile}


def test_kinds_that_the_law_data_asks_for_can_be_said_in_a_profile() -> None:
    codes = data("codes.yaml")
    products = [*codes["product_kinds"], "collects_user_information"]  # a kind by the key of that name
    known = {"service": codes["service_kinds"], "product": products, "system": codes["system_kinds"]}
    known["data_set"] = ["personal", "sensitive"]  # keys of a data set
    for obligation in law.load().obligations.values():
        assert set(obligation.subject_kinds) <= set(known.get(obligation.subject, ())), obligation.id


def test_kinds_of_document_that_the_collector_reads_for_topics_can_be_said_in_a_profile() -> None:
    topics = plain(files("hegui.evidence.documents").joinpath("topics.yaml").read_text(encoding="utf-8"))
    assert set(topics) <= set(data("codes.yaml")["documents"])


def test_circumstances_that_open_a_tier_can_be_said_in_a_profile() -> None:
    opening = {kind.split(">")[0].split("<")[0] for tier in law.load().tiers for kind in tier.opened_by}
    assert opening <= set(data("codes.yaml")["circumstances"])


def test_the_law_begins_on_the_first_day_of_its_first_version() -> None:
    first = min(i.span.start for i in law.load().instruments if i.id == "csl" and i.span.start)
    assert data("bounds.yaml")["law_begins"] == first


def test_every_question_names_its_article_in_both_languages_and_cites_it() -> None:
    for question in (question for group in questions() for question in group.questions):
        number = str(cites.parse(question.cite)).split("/")[1].split(".")[0].split("(")[0]
        assert f"Article {number}" in question.why.en, question.key
        assert f"第{number}条" in question.why.zh, question.key
        if question.cite.startswith("csl@"):
            assert question.cite in law.load().paragraphs, question.cite
