"""Pictures: pixels behind text where no colour tells them, and the screenshot with what was found outlined, masked."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hegui.evidence.page import consent
from hegui.evidence.page.contrast import over_picture
from hegui.recognise.pi import spans
from hegui.recognise.pi.masks import masked as masked_value
from hegui.recognise.shapes import masked

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle

    from hegui.evidence.page.visit import Visit

MOST_SAMPLED = 12
PIXELS = 240
PATIENCE_MS = 8000
MIDDLE = 0.5  # of a box, its frame left out, be it round
TICK_SHADE = 64  # of 255; less is a hint of a tick, or a gradient
TALLEST = 4000
MOST_OUTLINED = 20

_HIDE = """e => { const s = document.createElement('style'); s.id = '__hegui_hide'; s.textContent = '*{transition:none!important}';
  (e.getRootNode().head || document.head || e.getRootNode()).appendChild(s);
  for (const x of [e, ...e.querySelectorAll('*')]) { x.__hegui_ink = x.getAttribute('style'); x.style.setProperty('-webkit-text-fill-color', 'transparent', 'important'); x.style.setProperty('text-shadow', 'none', 'important'); x.style.setProperty('text-decoration', 'none', 'important'); } }"""
_SHOW = """e => { for (const x of [e, ...e.querySelectorAll('*')]) { if (x.__hegui_ink === null || x.__hegui_ink === undefined) x.removeAttribute('style'); else x.setAttribute('style', x.__hegui_ink); delete x.__hegui_ink; } }"""
# A small control is outlined with its words: by its label, or by the element around it that holds no other control.
_OUTLINE = """e => { const box = e.getBoundingClientRect(), p = e.parentElement; let l = e.closest('label');
  const alone = p && p.innerText.trim().length <= 400 && ![...p.querySelectorAll('input, button, select, textarea')].some(o => o !== e && !e.contains(o));
  if (!l) l = box.width < 60 && alone ? p : e;
  const r = l.getBoundingClientRect(), edge = r.left < 5 || r.right > innerWidth - 5 || r.bottom > innerHeight - 5;
  window.__heguiOutlined = [...(window.__heguiOutlined || []), l];
  l.style.setProperty('outline', '3px solid #d4380d', 'important'); l.style.setProperty('outline-offset', edge ? '-3px' : '2px', 'important'); }"""
_PLAIN = """() => { for (const l of window.__heguiOutlined || []) { l.style.removeProperty('outline'); l.style.removeProperty('outline-offset'); } delete window.__heguiOutlined; }"""
_TEXTS = """() => { const w = document.createTreeWalker(document.body || document, NodeFilter.SHOW_TEXT); const t = [];
  while (w.nextNode() && t.length < 20000) if (/\\d|@/.test(w.currentNode.data)) t.push(w.currentNode); window.__heguiTexts = t;
  const f = [...document.querySelectorAll('input, textarea')].filter(e => e.value && !/^(checkbox|radio|submit|button|hidden|image|reset)$/.test(e.type));
  window.__heguiFields = f.map(e => [e, e.value, e.getAttribute('value')]);
  return t.map(n => n.data); }"""
_MASK = """given => { for (const [at, text] of given) { const n = window.__heguiTexts[at]; n.__hegui = n.data; n.data = text; }
  for (const [f] of window.__heguiFields) { f.type !== 'password' && (f.value = '*'.repeat(Math.min(f.value.length, 12))); f.setAttribute('value', '***'); } }"""
_UNMASK = """() => { for (const n of window.__heguiTexts || []) if (n.__hegui !== undefined) { n.data = n.__hegui; delete n.__hegui; }
  for (const [f, value, given] of window.__heguiFields || []) { given === null ? f.removeAttribute('value') : f.setAttribute('value', given); f.value = value; }
  delete window.__heguiTexts; delete window.__heguiFields; }"""


async def sample(visit: Visit, snapshot: dict[str, Any]) -> None:
    """Add pixels to the runs whose background no colour tells, where consent is asked."""
    from playwright.async_api import Error

    asked = [run for control in consent.consents(snapshot) for run in control["runs"]]
    asked += [block for block in consent.statements(snapshot) if "paint" in block]
    for ask in consent.asks(snapshot):
        at = snapshot["layers"].index(ask.layer)
        asked += [b for b in snapshot["blocks"] if b["layer"] == at and b["visible"] and "paint" in b]
        asked += [button for button in (ask.accept, ask.refuse) if button]
    for run in [run for run in asked if over_picture(run)][:MOST_SAMPLED]:
        try:
            run["pixels"] = await _pixels(visit, run["selector"])
        except Error:
            visit.notes.add("pixels_unread")


async def look_at_boxes(visit: Visit, snapshot: dict[str, Any]) -> None:
    """Tell from its pixels whether a drawn box of consent is ticked, where neither its names nor its glyphs say so."""
    from playwright.async_api import Error

    asked = {box["selector"] for box in consent.consents(snapshot) if box["checked"] is None and box["mark"]}
    for box in [box for box in snapshot["controls"] if box["selector"] in asked][:MOST_SAMPLED]:
        try:
            box["checked"] = await _is_ticked(visit, box)
        except Error:
            visit.notes.add("pixels_unread")


async def _is_ticked(visit: Visit, box: dict[str, Any]) -> bool:
    """Whether something is drawn in the middle of a box: light and dark lie apart there."""
    from PIL import Image

    at = visit.page.locator(visit.located(box["selector"])).first
    picture = Image.open(io.BytesIO(await at.screenshot(timeout=PATIENCE_MS, animations="disabled"))).convert("L")
    mark = box["mark"]
    x, y = mark["x"] + mark["w"] / 2, mark["y"] + mark["h"] / 2
    reach = MIDDLE * min(mark["w"], mark["h"]) / 2
    dark, light = picture.crop((round(x - reach), round(y - reach), round(x + reach), round(y + reach))).getextrema()
    return bool(light - dark >= TICK_SHADE)  # type: ignore[operator]  # of one band these are two numbers


async def _pixels(visit: Visit, selector: str) -> list[list[int]]:
    from PIL import Image

    at = visit.page.locator(visit.located(selector)).first
    await at.evaluate(_HIDE, timeout=PATIENCE_MS)
    try:
        taken = await at.screenshot(timeout=PATIENCE_MS, animations="disabled")
    finally:
        await at.evaluate(_SHOW, timeout=PATIENCE_MS)
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    step = max(1, int((picture.width * picture.height / PIXELS) ** 0.5))
    found = [
        picture.getpixel((x, y))
        for y in range(step // 2, picture.height, step)
        for x in range(step // 2, picture.width, step)
    ]
    return [list(pixel) for pixel in found if isinstance(pixel, tuple)]


async def masked_views(visit: Visit, places: list[str]) -> tuple[str, bytes]:
    """The document and, with *places* outlined, its picture, both with personal information masked; then the page is as before."""
    for frame in visit.page.frames:
        with suppress(Exception):
            texts = await frame.evaluate(_TEXTS)
            changed = [(at, clean) for at, text in enumerate(texts) if (clean := masked_text(text)) != text]
            await frame.evaluate(_MASK, changed)
    html, picture = "", b""
    with suppress(Exception):
        html = masked_text(await visit.page.content())
    with suppress(Exception):
        picture = await _picture(visit, list(dict.fromkeys(places))[:MOST_OUTLINED])
    for frame in visit.page.frames:
        with suppress(Exception):
            await frame.evaluate(_UNMASK)
    return html, picture


async def _picture(visit: Visit, places: list[str]) -> bytes:
    """The page as a PNG with the places outlined."""
    outlined = [at for place in places if (at := await _element(visit, place))]
    for at in outlined:
        await at.evaluate(_OUTLINE)
    size = visit.page.viewport_size or {"width": 1280, "height": 800}
    height = await visit.page.evaluate("() => document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(max(height, size["height"]), TALLEST)}
    try:
        return await visit.page.screenshot(full_page=True, clip=clip, timeout=PATIENCE_MS, animations="disabled")  # type: ignore[arg-type]
    finally:
        for frame in visit.page.frames:
            with suppress(Exception):
                await frame.evaluate(_PLAIN)


async def _element(visit: Visit, place: str) -> ElementHandle | None:
    """The element at a place; None where the place names none, such as the page as a whole."""
    if place == "page":
        return None
    with suppress(Exception):
        return await visit.page.query_selector(visit.located(place))
    return None


def masked_text(text: str) -> str:
    """A text with every span of personal information in it masked in shape."""
    lines = text.split("\n")
    for span in reversed(spans(text)):
        if span.line <= len(lines):
            line = lines[span.line - 1]
            lines[span.line - 1] = (
                line[: span.start] + masked_value(span.kind, line[span.start : span.end]) + line[span.end :]
            )
    return masked("\n".join(lines))
