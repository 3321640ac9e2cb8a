"""Recording a page: what it shows when it is quiet, what refusing and accepting change, how far the policy is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hegui.evidence.files import Unreadable
from hegui.evidence.page import consent, policies, shots
from hegui.evidence.page.consent import Ask
from hegui.evidence.page.lexicon import pattern
from hegui.evidence.page.places import Place
from hegui.evidence.page.rules import judge
from hegui.evidence.page.visit import Visit, visiting

if TYPE_CHECKING:
    from hegui.evidence.page.browser import Chromium

VERSION = 1
TRIES = ("policy", "refused", "accepted", "gates")


async def record(chromium: Chromium, place: Place, viewport: str, *, deep: bool = True) -> dict[str, Any]:
    """A recording of a page in a viewport; raises Unreadable. With *deep* its choices and its policy are tried as well."""
    try:
        return await _read(chromium, place, viewport, deep, tls=None)
    except Unreadable as problem:
        if problem.reason != "bad_tls":
            raise
        return await _read(chromium, place, viewport, deep, tls=problem.detail or "invalid")


async def _read(chromium: Chromium, place: Place, viewport: str, deep: bool, tls: str | None) -> dict[str, Any]:
    async with visiting(chromium, place, viewport, any_tls=tls is not None) as visit:
        status = await visit.open()
        snapshot = await visit.snapshot()
        _refuse_empty(status, snapshot)
        await shots.sample(visit, snapshot)
        await visit.settle()
        recording: dict[str, Any] = {
            "hegui_page": VERSION,
            "given": place.given,
            "url": snapshot["url"],
            "host": urlsplit(snapshot["url"]).netloc.lower(),
            "viewport": viewport,
            "status": status,
            "tls": tls,
            "snapshot": snapshot,
            "traces": await visit.traces(),
            "requests": list(visit.requests),
            "untried": [] if deep else list(TRIES),
        }
        notes = visit.notes | ({"tls_invalid"} if tls else set())
        outlined = [ask.layer["selector"] for ask in consent.asks(snapshot)] + [one.where for one in judge(recording)]
        recording["html"] = await shots.masked_html(visit)
        recording["picture"] = await shots.picture(visit, outlined)
    if deep:
        recording |= await _tried(chromium, place, viewport, snapshot, tls is not None)
        notes |= {"not_tried"} if recording["untried"] else set()
    recording["notes"] = sorted(notes)
    return recording


async def _tried(
    chromium: Chromium, place: Place, viewport: str, snapshot: dict[str, Any], any_tls: bool
) -> dict[str, Any]:
    """What becomes of refusing, of accepting, of clicking towards the policy, each in a context of its own.

    What could not be tried, though tried twice, is named in ``untried``: nothing follows from it.
    """
    asks = consent.asks(snapshot)
    untried: list[str] = []

    async def one(name: str, action: Callable[..., Awaitable[Any]], given: Any) -> Any:
        for _ in range(2):
            with suppress(Unreadable):
                async with visiting(chromium, place, viewport, any_tls=any_tls) as visit:
                    await visit.open()
                    return await action(visit, given)
        untried.append(name)
        return None

    jobs = {"policy": one("policy", policies.find, snapshot)}
    if asks:
        jobs |= {"refused": one("refused", _refuse, asks[0]), "accepted": one("accepted", _accept, asks[0])}
    if _may_gate(snapshot):
        jobs["gates"] = one("gates", _gates, snapshot)
    found = dict(zip(jobs, await asyncio.gather(*jobs.values()), strict=True))
    settings = found["refused"].pop("settings", None) if found.get("refused") else None
    return {**dict.fromkeys(TRIES), **found, "settings": settings, "untried": untried}


async def _refuse(visit: Visit, ask: Ask) -> dict[str, Any]:
    """Refuse as a person would, through the settings if that is the only way; then open the page anew."""
    visit.phase = "refused"
    result: dict[str, Any] = {"found": False, "clicks": 0, "text": "", "asked_again": False, "shut": False}
    button = ask.refuse
    if button is None and ask.settings is not None and await visit.click(ask.settings["selector"]):
        result["clicks"] = 1
        second = await visit.snapshot()
        result["settings"] = {key: second[key] for key in ("controls", "layers", "blocks", "buttons", "title", "text")}
        button = next(
            (b for b in second["buttons"] if b["visible"] and b["layer"] is not None and _refuses(b["text"])), None
        )
    if button is None or not await visit.click(button["selector"]):
        return result | await _seen(visit)
    result |= {"found": True, "clicks": result["clicks"] + 1, "text": button["text"]}
    after = await visit.snapshot()
    still = [one for one in consent.asks(after) if one.layer["selector"] == ask.layer["selector"]]
    if still and not visit.place.online:
        return result | await _seen(visit)  # a saved page whose buttons are dead says nothing
    left = urlsplit(after["url"]).netloc != urlsplit(visit.place.start).netloc and visit.place.online
    result["shut"] = left or any(one.layer["modal"] for one in still) or not after["text"].strip()
    result |= await _seen(visit)
    visit.phase = "anew"
    if not result["shut"] and not still:
        await visit.open()
        anew = consent.asks(await visit.snapshot())
        result["asked_again"] = any(one.layer["selector"] == ask.layer["selector"] for one in anew)
    return result


def _refuses(text: str) -> bool:
    return bool(pattern("refuse").search(text) or pattern("save_choices").search(text))


async def _accept(visit: Visit, ask: Ask) -> dict[str, Any]:
    visit.phase = "accepted"
    found = await visit.click(ask.accept["selector"])
    return {"found": found, **await _seen(visit)}


async def _seen(visit: Visit) -> dict[str, Any]:
    await visit.settle()
    return {"requests": list(visit.requests), "traces": await visit.traces()}


def _may_gate(snapshot: dict[str, Any]) -> bool:
    boxes = consent.consents(snapshot)
    return any(consent.purposes_of(c["label"]) and not c["required"] for c in boxes) and bool(_submits(snapshot))


def _submits(snapshot: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        b
        for b in snapshot["buttons"]
        if b["visible"] and (b["submit"] or pattern("submit").search(b["text"])) and not b["href"]
    ]


async def _gates(visit: Visit, snapshot: dict[str, Any]) -> dict[str, str]:
    """The boxes for further purposes without which the button that goes on stays shut: fill in all, tick all but one, look."""
    found: dict[str, str] = {}
    submits = _submits(snapshot)
    for field in snapshot["fields"]:
        if field["visible"]:
            await _fill(visit, field)
    boxes = [c for c in snapshot["controls"] if c["visible"]]
    for box in boxes:
        if not box["checked"]:
            await visit.click(box["selector"])
    for box in consent.consents(snapshot):
        if not consent.purposes_of(box["label"]) or box["required"] or ">>>" in box["selector"]:
            continue
        if await _shut(visit, submits):
            break
        await visit.click(box["selector"])
        if await _shut(visit, submits):
            found[box["selector"]] = "submit_disabled"
        await visit.click(box["selector"])
    return found


async def _shut(visit: Visit, submits: list[dict[str, Any]]) -> bool:
    now = {b["selector"]: b["disabled"] for b in (await visit.snapshot())["buttons"]}
    return all(now.get(b["selector"], False) for b in submits)


async def _fill(visit: Visit, field: dict[str, Any]) -> None:
    kind = consent.field_kind(field)
    known = {
        "cn_mobile": "13800000000",
        "email": "a@example.com",
        "credential_password": "Aa123456!",
        "cn_resident_id": "110101199003070000",
    }
    value = known.get(kind.kind if kind else "", "12345678" if field["type"] == "number" else "测试")
    with suppress(Exception):
        await visit.page.locator(field["selector"]).first.fill(value, timeout=300)


def _refuse_empty(status: int | None, snapshot: dict[str, Any]) -> None:
    text = snapshot["text"]
    if status is not None and status >= 400:
        raise Unreadable("error_page", str(status))
    if len(text) < 600 and pattern("bot_check").search(text) and not snapshot["fields"]:
        raise Unreadable("bot_check")
