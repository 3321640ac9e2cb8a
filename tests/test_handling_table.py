"""Declared against done: kinds and recipients of every side in one table; a declared family covers its kinds."""

from __future__ import annotations

from typing import Any

from hegui.facts import tables
from hegui.report.handling import SIDES, table


def row(side: str, kind: str | None, recipient: str | None = None, **more: Any) -> dict[str, Any]:
    return {column.name: None for column in tables()["handling"].columns} | {
        "side": side, "kind": kind, "recipient": recipient, **more,
    }  # fmt: skip


def test_a_kind_stands_once_for_each_recipient_with_all_its_sides():
    lines = table([row("sent", "imei"), row("declared", "imei"), row("called", "imei"), row("sent", "imei", "乙公司")])
    assert [(line.kind, line.recipient, line.sides) for line in lines] == [
        ("imei", None, ("declared", "called", "sent")),
        ("imei", "乙公司", ("sent",)),
    ]


def test_a_declared_family_covers_its_kinds_and_a_declared_kind_leaves_its_family_open():
    lines = {line.kind: line for line in table([row("declared", "device"), row("sent", "imei"), row("held", "email")])}
    assert lines["imei"].declared_as == ("device",)
    assert not lines["imei"].undeclared
    assert lines["email"].undeclared
    assert not lines["device"].undeclared
    narrow = {line.kind: line for line in table([row("declared", "imei"), row("sent", "device"), row("sent", "mac")])}
    assert not narrow["device"].undeclared
    assert narrow["mac"].undeclared


def test_who_handles_it_and_whether_before_consent():
    (line,) = table([row("asked", "credit", entity="甲"), row("called", "credit", entity="乙", consent="before")])
    assert line.entities == ("乙", "甲")
    assert line.before_consent
    assert line.sensitive
    assert line.undeclared


def test_a_recipient_without_a_kind_stands_last_and_is_no_undeclared_kind():
    lines = table([row("declared", None, "友盟 SDK"), row("declared", "email")])
    assert [line.kind for line in lines] == ["email", None]
    assert not lines[1].undeclared


def test_the_sides_are_those_of_the_fact_table():
    means = next(c for c in tables()["handling"].columns if c.name == "side").means.en
    assert all(side in means for side in SIDES)
