"""Recording a page: what it shows when it is quiet, what refusing and accepting change, how far the policy is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hegui.evidence.files import Unreadable
from hegui.evidence.page import consent, policies, shots
from hegui.evidence.page.consent import Ask
from hegui.evidence.page.gates import gates, may_gate
from hegui.evidence.page.lexicon import pattern
from hegui.evidence.page.places import Place
from hegui.evidence.page.rules import judge
from hegui.evidence.page.visit import Visit, visiting

if TYPE_CHECKING:
    from hegui.evidence.page.browser import Chromium

VERSION = 1
POLICY_SECONDS = 20  # of finding the policy from the page as it stands
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
    tried: dict[str, Any] = {}
    async with visiting(chromium, place, viewport, any_tls=tls is not None) as visit:
        recording = await _look(visit, viewport, tls)
        notes = visit.notes | ({"tls_invalid"} if tls else set())
        if deep:
            with suppress(Unreadable, TimeoutError):
                async with asyncio.timeout(POLICY_SECONDS):
                    tried["policy"] = await policies.find(visit, recording["snapshot"])
    recording["untried"] = [] if deep else list(TRIES)
    if deep:
        recording |= await _tried(chromium, place, viewport, recording["snapshot"], tls is not None, tried)
        notes |= {"not_tried"} if recording["untried"] else set()
    recording["notes"] = sorted(notes)
    return recording


async def _look(visit: Visit, viewport: str, tls: str | None) -> dict[str, Any]:
    """What the page shows and did before anything was chosen; the page is left as it was."""
    status = await visit.open()
    snapshot = await visit.snapshot()
    _refuse_empty(status, snapshot)
    await shots.look_at_boxes(visit, snapshot)
    await shots.sample(visit, snapshot)
    await visit.settle()
    recording: dict[str, Any] = {
        "hegui_page": VERSION,
        "given": visit.place.given,
        "url": snapshot["url"],
        "host": urlsplit(snapshot["url"]).netloc.lower(),
        "viewport": viewport,
        "status": status,
        "tls": tls,
        "snapshot": snapshot,
        "traces": await visit.traces(),
        "requests": list(visit.requests),
        "untried": list(TRIES),
    }
    outlined = [ask.layer["selector"] for ask in consent.asks(snapshot)] + [one.where for one in judge(recording)]
    recording["html"], recording["picture"] = await shots.masked_views(visit, outlined)
    return recording


async def _tried(
    chromium: Chromium,
    place: Place,
    viewport: str,
    snapshot: dict[str, Any],
    any_tls: bool,
    known: Mapping[str, Any],
) -> dict[str, Any]:
    """What becomes of refusing, of accepting, of what is not *known* yet, each in a context of its own.

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

    jobs = {} if "policy" in known else {"policy": one("policy", policies.find, snapshot)}
    if asks:
        jobs |= {"refused": one("refused", _refuse, asks[0]), "accepted": one("accepted", _accept, asks[0])}
    if may_gate(snapshot):
        jobs["gates"] = one("gates", gates, snapshot)
    found = dict(zip(jobs, await asyncio.gather(*jobs.values()), strict=True))
    if (refused := found.get("refused")) and refused["asked_again"] == "anew":
        # A page that forgets those who agree as well does not single out those who refuse.
        refused["asked_again"] = "anew" if await one("agreed", _remembers, asks[0]) else None
    settings = found["refused"].pop("settings", None) if found.get("refused") else None
    return {**dict.fromkeys(TRIES), **known, **found, "settings": settings, "untried": untried}


async def _refuse(visit: Visit, ask: Ask) -> dict[str, Any]:
    """Refuse as a person would, through the settings if that is the only way; then open the page anew."""
    visit.phase = "refused"
    before = (await visit.snapshot())["text"]
    result: dict[str, Any] = {"found": False, "clicks": 0, "text": "", "asked_again": None, "shut": False}
    button = ask.refuse
    if button is None and ask.settings is not None and await visit.click(ask.settings["selector"]):
        result["clicks"] = 1
        second = await visit.snapshot()
        result["settings"] = {key: second[key] for key in ("controls", "layers", "blocks", "buttons", "title", "text")}
        button = next(
            (b for b in second["buttons"] if b["visible"] and b["layer"] is not None and _refuses(b["text"])), None
        )
    await visit.watch_layer(ask.layer["selector"])
    if button is None or not await visit.click(button["selector"]):
        return result | await _seen(visit)
    result |= {"found": True, "clicks": result["clicks"] + 1, "text": button["text"]}
    after = await visit.snapshot()
    still = [one for one in consent.asks(after) if one.layer["selector"] == ask.layer["selector"]]
    if still and (how := await visit.came_back()):
        return result | {"asked_again": how} | await _seen(visit)
    if still and not visit.place.online:
        return result | await _seen(visit)  # a saved page whose buttons are dead says nothing
    left = urlsplit(after["url"]).netloc != urlsplit(visit.place.start).netloc and visit.place.online
    emptied = not after["text"].strip() and consent.words_in(before) > consent.words_in(ask.text)
    result["shut"] = left or any(one.layer["modal"] for one in still) or emptied
    result |= await _seen(visit)
    visit.phase = "anew"
    if not result["shut"] and not still:
        result["asked_again"] = "anew" if await _asks_anew(visit, ask) else None
    return result


async def _asks_anew(visit: Visit, ask: Ask) -> bool:
    """Whether the page, opened once more by the same visitor, asks the same again."""
    await visit.open()
    return any(one.layer["selector"] == ask.layer["selector"] for one in consent.asks(await visit.snapshot()))


async def _remembers(visit: Visit, ask: Ask) -> bool:
    """Whether the page spares those who agreed the question."""
    return await visit.click(ask.accept["selector"]) and not await _asks_anew(visit, ask)


def _refuses(text: str) -> bool:
    return bool(pattern("refuse").search(text) or pattern("save_choices").search(text))


async def _accept(visit: Visit, ask: Ask) -> dict[str, Any]:
    visit.phase = "accepted"
    found = await visit.click(ask.accept["selector"])
    return {"found": found, **await _seen(visit)}


async def _seen(visit: Visit) -> dict[str, Any]:
    await visit.settle()
    return {"requests": list(visit.requests), "traces": await visit.traces()}


def _refuse_empty(status: int | None, snapshot: dict[str, Any]) -> None:
    text = snapshot["text"]
    if status is not None and status >= 400:
        raise Unreadable("error_page", str(status))
    if len(text) < 600 and pattern("bot_check").search(text) and not snapshot["fields"]:
        raise Unreadable("bot_check")
