"""The memo of an answer, as blocks in an order that counsel reads: in short, facts, each reading, procedure, open questions, next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hegui.claims.blocks import Block, Cell, Heading, Paragraph, Table, joined, labels, plain, text
from hegui.claims.given import exhibits, facts
from hegui.claims.readings import Articles, Readings
from hegui.text import Text

Json = Mapping[str, Any]
PROCEDURE = ("court", "foreign", "evidence", "authority", "abroad", "public")


def memo(document: Json) -> list[Block]:
    """Every block of the memo."""
    blocks: list[Block] = []
    if document["warnings"] or document["remarks"]:
        blocks.append(Heading(labels()["on_file"], 2))
        blocks += [Paragraph(text(remark), item=True) for remark in (*document["warnings"], *document["remarks"])]
    for number, (title, inside) in enumerate(_parts(document), 1):
        blocks += [Heading(title, 2, str(number)), *inside]
    return blocks


def _parts(document: Json) -> Iterator[tuple[Text, Iterable[Block]]]:
    """The numbered parts, each with its title."""
    articles = Articles(document["sources"])
    yield labels()["short"], _short(document)
    yield labels()["facts"], facts(document["facts"])
    readings = Readings(document, articles)
    for number, reading in enumerate(document["readings"], 3):
        yield text(reading["title"]), readings.blocks(reading, str(number))
    for topic in PROCEDURE:
        if document[topic]:
            yield labels()[topic], [articles.point(point) for point in document[topic]]
    if document["open"]:
        yield labels()["open"], [_questions(document["open"], articles)]
    yield labels()["secure"], [articles.point(entry, box=True) for entry in document["secure"]]
    yield labels()["exhibits"], [exhibits(document["facts"])]
    yield labels()["sources"], [_sources(document["sources"])]


def _short(document: Json) -> Iterator[Block]:
    for reading in document["readings"]:
        yield Paragraph(text(reading["title"]), strong=True)
        for line in reading["summary"]:
            yield Paragraph(text(line), item=True)


def _questions(questions: Sequence[Json], articles: Articles) -> Table:
    rows = tuple(
        (
            Cell(text(q["text"]), articles.named(q["cites"]), confirmed=q["confirmed"]),
            Cell(text(q["readings"][0])),
            Cell(text(q["readings"][1])),
        )
        for q in questions
    )
    return Table((labels()["col.question"], labels()["col.one"], labels()["col.second"]), rows, (34, 33, 33))


def _sources(found: Mapping[str, Json]) -> Table:
    rows = tuple(
        (
            Cell(text(source["name"]), (plain(cite),), confirmed=source["confirmed"]),
            Cell(joined([text(source["text"]), text(source["uncertain"])], "then")),
            Cell(Text(*(_span(source["in_force"], lang) for lang in (0, 1)))),
        )
        for cite, source in found.items()
    )
    return Table((labels()["col.source"], labels()["col.says"], labels()["col.force"]), rows, (34, 48, 18))


def _span(span: Sequence[str | None], lang: int) -> str:
    start, end = span
    return f"{start or '…'} {('to', '至')[lang]} {end or ('now', '今')[lang]}"
