"""How far the policy is: clicked towards, link by link, as a person would."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from hegui.evidence.files import Unreadable
from hegui.evidence.page import consent
from hegui.evidence.page.consent import Item
from hegui.evidence.page.contrast import contrast
from hegui.evidence.page.lexicon import collecting, pattern
from hegui.evidence.page.visit import Visit

if TYPE_CHECKING:
    from playwright.async_api import Page

DEEPEST = 6
MOST_PAGES = 14
WIDEST = 4  # links followed from one page
_POINTLESS = re.compile(r"#?$|javascript:\s*(void\s*\(?\s*0?\s*\)?)?;?\s*$", re.IGNORECASE)


async def find(visit: Visit, snapshot: dict[str, Any]) -> dict[str, Any] | None:
    """The policy of a page: its link, in how many clicks it was reached and how it can be read; None where there is none."""
    visit.phase = "policy"
    links = consent.policy_links(snapshot)
    if not links:
        return await _search(visit, snapshot)
    first: dict[str, Any] | None = None
    for link in links[:WIDEST]:
        target = await _follow(visit, link, snapshot)
        if target is None and visit.place.online and _leads_away(link, snapshot):
            # Something lies over the link: go where it points, as after closing what lies over it.
            target = await _opened(visit, link["href"])
        found = _found(link, 1, target)
        first = first or {**found, "nowhere": target is None and await _goes_nowhere(visit, link)}
        if target is not None:
            return found
        if not first["nowhere"]:
            break
    return first


async def _goes_nowhere(visit: Visit, link: Item) -> bool:
    """Whether a link that was clicked in vain points at nothing, though every script of the page ran."""
    await visit.settle()
    lost = any(r["type"] == "script" and (r["status"] or 599) >= 400 for r in visit.requests)
    points = link["raw"] is None or not _POINTLESS.match(link["raw"])
    return not (points or link["listens"] or lost)


def _found(link: Item, clicks: int, target: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "selector": link["selector"],
        "text": link["text"],
        "href": link["href"],
        "clicks": clicks,
        "reached": target is not None,
        "status": target["status"] if target else None,
        "page": target["page"] if target else None,
    }


async def _follow(visit: Visit, link: Item, before: dict[str, Any]) -> dict[str, Any] | None:
    """Click a link and read where it leads: another page, another window, or a layer; None where it leads nowhere."""
    if not await visit.click(link["selector"]):
        return None
    if _leads_away(link, before) and await visit.left(before["url"]):
        await visit.quiet(4)
    if popup := await visit.popup():
        with suppress(Exception):
            await popup.wait_for_load_state("domcontentloaded", timeout=5000)
            return await _read(popup, _status(visit, popup.url))
        return None
    if visit.page.url.startswith("chrome-error:"):
        return None
    if urldefrag(visit.page.url)[0] != urldefrag(before["url"])[0]:
        return await _read(visit.page, _status(visit, visit.page.url))
    after = await visit.snapshot()
    shown = [
        layer for layer in after["layers"] if layer["selector"] not in {one["selector"] for one in before["layers"]}
    ]
    policy = next((layer for layer in shown if pattern("policy_text").search(layer["text"])), None)
    if policy:
        at = after["layers"].index(policy)
        return {
            "status": None,
            "page": _readable(after, [b for b in after["blocks"] if b["layer"] == at], policy["text"]),
        }
    if len(after["text"]) > len(before["text"]) + 50 and pattern("policy_text").search(after["text"]):
        return {"status": None, "page": _readable(after, after["blocks"], after["text"])}
    return None


def _leads_away(link: Item, here: dict[str, Any]) -> bool:
    href = link["href"] or ""
    return href.startswith("http") and urldefrag(href)[0] != urldefrag(here["url"])[0]


async def _opened(visit: Visit, href: str) -> dict[str, Any] | None:
    try:
        status = await visit.open(href)
    except Unreadable:
        return None
    return await _read(visit.page, status)


def _status(visit: Visit, url: str) -> int | None:
    path = urlsplit(url).path
    return next((r["status"] for r in reversed(visit.requests) if r["main"] and r["path"] == path), None)


async def _read(page: Page, status: int | None) -> dict[str, Any]:
    if status is not None and status >= 400:
        return {"status": status, "page": None}
    await asyncio.sleep(0.1)
    snapshot = await asyncio.wait_for(page.evaluate(collecting()), 10)
    return {"status": status, "page": _readable(snapshot, snapshot["blocks"], snapshot["text"])}


def _readable(snapshot: dict[str, Any], blocks: list[dict[str, Any]], text: str) -> dict[str, Any]:
    """Size and contrast in which most of a policy is set, its length and its script."""
    shown = [b for b in blocks if b["visible"] and "paint" in b]
    total = sum(len(b["text"]) for b in shown) or 1
    return {
        "url": snapshot["url"],
        "letters": consent.words_in(text),
        "han": round(consent.han_share(text), 3),
        "font_px": _most([(b["font_px"], len(b["text"])) for b in shown], total),
        "contrast": _most([(c, len(b["text"])) for b in shown if (c := contrast(b)) is not None], total),
    }


def _most(weighed: list[tuple[float, int]], total: int) -> float | None:
    """The value at which half the text is set in it or less."""
    passed = 0
    for value, weight in sorted(weighed):
        passed += weight
        if passed * 2 >= total:
            return value
    return None


async def _search(visit: Visit, snapshot: dict[str, Any]) -> dict[str, Any] | None:
    """Follow links that may lead to a policy, breadth first, within the site and within bounds."""
    seen = {urldefrag(snapshot["url"])[0]}
    waiting = [(snapshot, 0)]
    visited = 0
    while waiting and visited < MOST_PAGES:
        here, depth = waiting.pop(0)
        links = consent.policy_links(here) if depth else []
        if links:
            if urldefrag(visit.page.url)[0] != urldefrag(here["url"])[0]:
                await visit.open(here["url"])
            return _found(links[0], depth + 1, await _follow(visit, links[0], here))
        if depth + 1 >= DEEPEST:
            continue
        for link in _promising(here, seen):
            seen.add(urldefrag(link["href"])[0])
            visited += 1
            try:
                if visit.page.url != here["url"]:
                    await visit.open(here["url"])
                if not await visit.click(link["selector"]) or not await visit.left(here["url"]):
                    continue
                await visit.quiet(4)
                there = await visit.snapshot()
            except Unreadable:
                continue
            if consent.is_policy_itself(there) and pattern("policy").search(there["title"]):
                return _found(
                    link, depth + 1, {"status": None, "page": _readable(there, there["blocks"], there["text"])}
                )
            waiting.append((there, depth + 1))
            if visited >= MOST_PAGES:
                break
    return None


def _promising(snapshot: dict[str, Any], seen: set[str]) -> list[Item]:
    site = urlsplit(snapshot["url"]).netloc
    likely = [
        link
        for link in snapshot["links"]
        if link["visible"]
        and link["href"]
        and urlsplit(link["href"]).netloc == site
        and urldefrag(link["href"])[0] not in seen
        and pattern("towards_policy").search(link["text"])
    ]
    unique = {urldefrag(link["href"])[0]: link for link in reversed(likely)}
    return list(reversed(unique.values()))[:WIDEST]
