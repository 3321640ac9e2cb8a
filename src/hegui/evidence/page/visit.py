"""One visit to a page: open it, wait until it is quiet, read it, click in it; every request is counted and guarded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from hegui.evidence.files import Unreadable
from hegui.evidence.page import browser as browsers
from hegui.evidence.page.browser import Chromium
from hegui.evidence.page.lexicon import collecting, script
from hegui.evidence.page.places import Place

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Frame, Page, Request, Route

VISIT_SECONDS = 45  # of one visit, waiting for its turn not counted
LOAD_SECONDS = 15
QUIET_SECONDS = 6.0
STILL_MS = 150
CLICK_MS = 5000
LARGEST = 48 * 1024 * 1024  # bytes of one visit
MOST_REQUESTS = 3000
MOST_NAVIGATIONS = 8
MOST_FRAMES = 40

_DIALOGS = """(() => { let n = 0; const said = window.__heguiDialogs = []; for (const name of ['alert', 'confirm', 'prompt', 'print'])
  window[name] = (text) => { n += 1; said.push(`${n} ${text}`); if (n > 20) throw new Error('dialogs'); return name === 'confirm' ? false : null; }; })()"""
_QUIET = """() => { const s = window.__hegui; return s ? [s.pending.size, performance.now() - s.changed, document.readyState] : [0, 1e9, document.readyState]; }"""
_ON_TOP = """e => { e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();
  const top = e.getRootNode().elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
  return !!top && (e.contains(top) || top.contains(e) || !!e.closest('label')?.contains(top)); }"""
_WATCH_LAYER = """e => { window.__heguiGone = false; if (window.__hegui) window.__hegui.since = performance.now();
  (function look() { const r = e.getBoundingClientRect(); const s = getComputedStyle(e);
    if (!e.isConnected || !r.width || !r.height || s.visibility !== 'visible' || s.opacity === '0') window.__heguiGone = true; else requestAnimationFrame(look); })(); }"""
_STORED = (
    """() => { try { return [...Object.keys(localStorage), ...Object.keys(sessionStorage)] } catch { return [] } }"""
)


class Visit:
    """A page in a context of its own."""

    def __init__(self, place: Place, context: BrowserContext, page: Page) -> None:
        self.place, self.context, self.page = place, context, page
        self.requests: list[dict[str, Any]] = []
        self.notes: set[str] = set()
        self.phase = "load"
        self.held_back = 0  # requests that were not let out once the page was cut off
        self._under_way = 0
        self._bytes = 0
        self._navigations = 0
        self._headers: list[asyncio.Task[None]] = []
        self._popups: list[Page] = []

    async def open(self, url: str | None = None) -> int | None:
        """Go to the page's start; the status it answered with. Raises Unreadable."""
        from playwright.async_api import Error

        try:
            answer = await self.page.goto(url or self.place.start, wait_until="commit", timeout=LOAD_SECONDS * 1000)
            with suppress(Error):
                await self.page.wait_for_load_state("domcontentloaded", timeout=LOAD_SECONDS * 1000)
        except Error as error:
            raise Unreadable(_reason(error.message, self.notes), _net_code(error.message)) from None
        await self.quiet()
        return answer.status if answer else None

    async def quiet(self, seconds: float = QUIET_SECONDS) -> None:
        """Wait until nothing is loading, no short timer is set and nothing changes, or the time is up."""
        from playwright.async_api import Error

        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._check_limits()
            try:
                pending, still, ready = await asyncio.wait_for(self.page.evaluate(_QUIET), LOAD_SECONDS)
            except Error:  # between two documents
                await asyncio.sleep(0.05)
                continue
            except TimeoutError:
                raise Unreadable("stuck") from None
            if not pending and still >= STILL_MS and ready == "complete" and self._under_way <= 0:
                return
            await asyncio.sleep(0.05)
        self.notes.add("never_quiet")

    async def snapshot(self) -> dict[str, Any]:
        """Everything in all frames as it stands: the main frame's reading, with what other frames hold added to it."""
        from playwright.async_api import Error

        whole: dict[str, Any] | None = None
        for frame in self.page.frames[:MOST_FRAMES]:
            if frame is not self.page.main_frame and not await _is_shown(frame):
                continue
            try:
                part = await asyncio.wait_for(frame.evaluate(collecting()), LOAD_SECONDS)
            except (Error, TimeoutError):
                if frame is self.page.main_frame:
                    raise Unreadable("stuck") from None
                self.notes.add("frame_unread")
                continue
            if whole is None:
                whole = part
            else:
                _add_frame(whole, part, await _frame_selector(frame))
        if whole is None:
            raise Unreadable("stuck")
        return whole

    async def traces(self) -> dict[str, Any]:
        """The names of cookies and of stored entries by now; no value."""
        from playwright.async_api import Error

        cookies = [{"name": c["name"], "domain": c["domain"].lstrip(".")} for c in await self.context.cookies()]
        stored: list[str] = []
        with suppress(Error):
            stored = await self.page.evaluate(_STORED)
        return {"cookies": cookies, "stored": sorted(set(stored))}

    async def click(self, selector: str) -> bool:
        """Click as a person would, by script where something stands in the way; whether there was something to click."""
        from playwright.async_api import Error

        at = self.page.locator(self.located(selector)).first
        try:
            if await at.evaluate(_ON_TOP, timeout=CLICK_MS):
                await at.click(timeout=CLICK_MS)
            else:
                await at.evaluate("e => e.click()", timeout=CLICK_MS)
        except Error:
            return False
        await self.quiet(3)
        return True

    async def watch_layer(self, selector: str) -> None:
        """From now on remember whether a layer has been gone for a moment; timers set by the next click are waited for."""
        from playwright.async_api import Error

        with suppress(Error):
            await self.page.locator(self.located(selector)).first.evaluate(_WATCH_LAYER, timeout=CLICK_MS)

    async def came_back(self) -> str | None:
        """How a watched layer that stands again came back: ``at_once``, or ``anew`` as the page was loaded again; None if it never went."""
        gone = await self.page.evaluate("() => window.__heguiGone")
        return "anew" if gone is None else "at_once" if gone else None

    @staticmethod
    def located(selector: str) -> str:
        """A selector of a snapshot as the browser understands it, through frames and shadow roots."""
        return selector.replace(" >>> ", " >> internal:control=enter-frame >> ")

    async def settle(self) -> None:
        """Wait for the headers of answers that have come in."""
        if self._headers:
            await asyncio.wait(self._headers, timeout=1)

    async def watch(self) -> None:
        """Start counting: scripts that watch the page, guards on the network, limits."""
        await self.context.add_init_script(script("watch.js"))
        await self.context.add_init_script(_DIALOGS)
        self.context.on("page", self._popup)
        self.page.on("dialog", lambda dialog: asyncio.ensure_future(_dismiss(dialog)))
        self.page.on("download", lambda _: self.notes.add("download"))
        self.page.on("request", self._request)
        self.page.on("requestfinished", self._done)
        self.page.on("requestfailed", self._done)
        self.page.on("pageerror", lambda _: self.notes.add("script_error"))
        self.page.on("crash", lambda _: self.notes.add("crash"))
        self.page.on("framenavigated", self._navigated)
        if self.place.online:
            session = await self.context.new_cdp_session(self.page)
            session.on("Network.dataReceived", self._received)
            await session.send("Network.enable")
        else:
            await self.context.route("**/*", self._answer)

    async def cut_off(self) -> None:
        """From now on nothing leaves the page; what it tries to send is counted."""
        await self.context.route("**/*", self._hold_back)

    async def dialogs(self) -> list[str]:
        """What the page said in dialogs."""
        from playwright.async_api import Error

        with suppress(Error):
            return [str(said) for said in await self.page.evaluate("() => window.__heguiDialogs || []")]
        return []

    async def left(self, url: str, seconds: float = 2) -> bool:
        """Whether the page goes elsewhere, or opens a window, within some seconds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._popups or urldefrag(self.page.url)[0] != urldefrag(url)[0]:
                return True
            await asyncio.sleep(0.05)
        return False

    async def popup(self) -> Page | None:
        """The latest window that the page opened."""
        await asyncio.sleep(0.05)
        return self._popups[-1] if self._popups else None

    def _popup(self, page: Page) -> None:
        if page is self.page:
            return
        self.notes.add("popup")
        self._popups.append(page)
        if self.phase != "policy":
            asyncio.ensure_future(_close(page))  # noqa: RUF006 - ends with the context

    async def _hold_back(self, route: Route) -> None:
        from playwright.async_api import Error

        self.held_back += 1
        with suppress(Error):
            await route.abort("aborted")

    async def _answer(self, route: Route) -> None:
        """Answer from what was kept; what was not kept gets no answer."""
        from playwright.async_api import Error

        reply = self.place.reply(route.request.url)
        with suppress(Error):
            if reply is None:
                await route.abort("internetdisconnected")
            else:
                await route.fulfill(status=reply.status, headers=dict(reply.headers), body=reply.body)

    def _request(self, request: Request) -> None:
        if request.url.startswith(("data:", "blob:", "about:", "chrome")):
            return
        self._under_way += 1
        if len(self.requests) >= MOST_REQUESTS:
            self.notes.add("too_many_requests")
            return
        parts = urlsplit(request.url)
        row = {
            "host": (parts.hostname or "").lower(),
            "port": parts.port,
            "path": parts.path[:300],
            "query": sorted({pair.partition("=")[0][:60] for pair in parts.query.split("&") if pair})[:40],
            "method": request.method,
            "type": request.resource_type,
            "main": request.is_navigation_request() and request.frame.parent_frame is None,
            "phase": self.phase,
            "set_cookies": [],
            "status": None,
        }
        self.requests.append(row)
        self._headers.append(asyncio.ensure_future(_read_headers(request, row)))

    def _done(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:", "about:", "chrome")):
            self._under_way -= 1

    def _received(self, event: Mapping[str, Any]) -> None:
        self._bytes += int(event.get("dataLength", 0))

    def _navigated(self, frame: Frame) -> None:
        if frame.parent_frame is None and self.phase == "load":
            self._navigations += 1

    def _check_limits(self) -> None:
        if self._bytes > LARGEST:
            raise Unreadable("too_large", f"more than {LARGEST} bytes")
        if self._navigations > MOST_NAVIGATIONS:
            raise Unreadable("redirects")
        if "crash" in self.notes:
            raise Unreadable("crashed")


@asynccontextmanager
async def visiting(chromium: Chromium, place: Place, viewport: str, *, any_tls: bool = False) -> AsyncIterator[Visit]:
    """A visit in a fresh context, closed at the end whatever the page does."""
    async with chromium.free:
        context = await browsers.context(chromium.browser, viewport, any_tls=any_tls)
        try:
            async with asyncio.timeout(VISIT_SECONDS):
                visit = Visit(place, context, await context.new_page())
                await visit.watch()
                yield visit
        except TimeoutError:
            raise Unreadable("too_slow") from None
        finally:
            with suppress(Exception):
                await asyncio.wait_for(context.close(), 10)


async def _read_headers(request: Request, row: dict[str, Any]) -> None:
    with suppress(Exception):
        if (response := await request.response()) is None:
            return
        row["status"] = response.status
        for header in await response.headers_array():
            if header["name"].lower() == "set-cookie":
                row["set_cookies"] += [line.partition("=")[0].strip()[:80] for line in header["value"].splitlines()]


async def _dismiss(dialog: Any) -> None:
    with suppress(Exception):
        await dialog.dismiss()


async def _close(page: Page) -> None:
    with suppress(Exception):
        await page.close()


async def _is_shown(frame: Frame) -> bool:
    from playwright.async_api import Error

    try:
        element = await frame.frame_element()
        return await element.is_visible()
    except Error:
        return False


async def _frame_selector(frame: Frame) -> str:
    element = await frame.frame_element()
    name = await element.evaluate(
        "e => e.id ? '#' + CSS.escape(e.id) : `iframe >> nth=${[...document.querySelectorAll('iframe')].indexOf(e)}`"
    )
    return f"{name} >>> "


def _add_frame(whole: dict[str, Any], part: dict[str, Any], prefix: str) -> None:
    """Add what a frame holds; its layers are numbered on, its selectors say in which frame they are."""
    offset = len(whole["layers"])
    frame_layer = {
        "selector": prefix.removesuffix(" >>> "),
        "text": part["text"][:4000],
        "name": "frame",
        "box": None,
        "share": 0,
        "modal": False,
    }
    for key in ("controls", "buttons", "links", "fields", "blocks", "layers"):
        for one in part[key]:
            one["selector"] = prefix + one["selector"]
            if "layer" in one:
                inner = one["layer"]
                one["layer"] = offset + (1 + inner if inner is not None else 0)
            for agreement in one.get("agreements", ()):
                if agreement["selector"]:
                    agreement["selector"] = prefix + agreement["selector"]
    whole["layers"] += [frame_layer, *part["layers"]]
    for key in ("controls", "buttons", "links", "fields", "blocks"):
        whole[key] += part[key]
    whole["text"] += "\n" + part["text"]


def _reason(message: str, notes: set[str]) -> str:
    if "download" in message.lower() or "download" in notes:
        return "download"
    code = _net_code(message) or ""
    if "CERT" in code or "SSL" in code:
        return "bad_tls"
    if "TOO_MANY_REDIRECTS" in code:
        return "redirects"
    if "Timeout" in message:
        return "too_slow"
    if "crash" in message.lower():
        return "crashed"
    return "unreachable"


def _net_code(message: str) -> str | None:
    at = message.find("ERR_")
    return message[at:].split()[0].rstrip(".,;:") if at >= 0 else None
