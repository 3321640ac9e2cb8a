"""Whether one can go on without a box: fill in the form, tick all but that one, and press the button; nothing is ever sent."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from hegui.evidence.page import consent
from hegui.evidence.page.consent import Item
from hegui.evidence.page.lexicon import pattern
from hegui.evidence.page.visit import Visit

MOST_BOXES = 4
PATIENCE_MS = 300
_VALUES = {
    "cn_mobile": "13800000000",
    "email": "a@example.com",
    "credential_password": "Aa123456!",
    "cn_resident_id": "110101199003070000",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page did when the button was pressed: requests it would have sent, and what it said."""

    sends: int
    said: frozenset[str]


def may_gate(snapshot: Item) -> bool:
    """Whether the page has a box for further purposes, not required by its markup, and a button that goes on."""
    return bool(_boxes(snapshot)) and bool(_submits(snapshot))


async def gates(visit: Visit, snapshot: Item) -> dict[str, str]:
    """The boxes for further purposes without which one cannot go on, and how that shows."""
    await visit.cut_off()
    found: dict[str, str] = {}
    submits = _submits(snapshot)
    for field in snapshot["fields"]:
        if field["visible"]:
            await _fill(visit, field)
    for box in snapshot["controls"]:
        if box["visible"] and not box["checked"] and box["role"] != "radio":
            await visit.click(box["selector"])
    for box in _boxes(snapshot)[:MOST_BOXES]:
        if await _shut(visit, submits):
            break  # something else is missing: nothing can be told apart
        await visit.click(box["selector"])
        if await _shut(visit, submits):
            found[box["selector"]] = "submit_disabled"
        else:
            without = await _press(visit, submits[0])
            await visit.click(box["selector"])
            if without.sends == 0 and _holds(without, await _press(visit, submits[0])):
                found[box["selector"]] = "submit_refused"
            continue
        await visit.click(box["selector"])
    return found


def _holds(without: Answer, with_it: Answer) -> bool:
    """Whether the page held a person back without the box and would not have with it."""
    return with_it.sends > 0 or bool(without.said - with_it.said)


def _boxes(snapshot: Item) -> list[Item]:
    return [
        box
        for box in consent.consents(snapshot)
        if consent.purposes_of(box["label"]) and not box["required"] and ">>>" not in box["selector"]
    ]


def _submits(snapshot: Item) -> list[Item]:
    return [
        button
        for button in snapshot["buttons"]
        if button["visible"] and (button["submit"] or pattern("submit").search(button["text"])) and not button["href"]
    ]


async def _press(visit: Visit, button: Item) -> Answer:
    before = await _words(visit)
    sent = visit.held_back
    await visit.click(button["selector"])
    return Answer(visit.held_back - sent, frozenset(await _words(visit) - before))


async def _words(visit: Visit) -> set[str]:
    """What can be read on the page and in the dialogs that it opened."""
    shown = {block["text"] for block in (await visit.snapshot())["blocks"] if block["visible"]}
    return shown | set(await visit.dialogs())


async def _shut(visit: Visit, submits: list[Item]) -> bool:
    now = {b["selector"]: b["disabled"] for b in (await visit.snapshot())["buttons"]}
    return all(now.get(b["selector"], False) for b in submits)


async def _fill(visit: Visit, field: Item) -> None:
    kind = consent.field_kind(field)
    value = _VALUES.get(kind.kind if kind else "", "12345678" if field["type"] == "number" else "测试")
    with suppress(Exception):
        await visit.page.locator(visit.located(field["selector"])).first.fill(value, timeout=PATIENCE_MS)
