"""The browser: which Chromium, how it is started, and what a page may not do in it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext

# The headless shell comes first: it has no windows, menus and tabs to draw, and takes a third of the processor time.
NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
VIEWPORTS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
_ARGUMENTS = (
    "--disable-blink-features=AutomationControlled",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-translate",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--mute-audio",
    "--no-first-run",
    "--no-pings",
)
_PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Mobile Safari/537.36"
)
_DESKTOP_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Safari/537.36"


@dataclass(frozen=True, slots=True)
class Chromium:
    """A running browser; ``free`` bounds how many visits are under way, so that none is starved."""

    browser: Browser
    free: asyncio.Semaphore


class NoBrowser(Exception):  # noqa: N818 - what the machine lacks; becomes a row in unreadable
    """There is no Chromium to drive, or no Playwright to drive it with."""


@asynccontextmanager
async def started() -> AsyncIterator[Chromium]:
    """A running Chromium with a profile of its own; raises NoBrowser."""
    try:
        from playwright.async_api import Error, async_playwright
    except ImportError:
        raise NoBrowser from None
    async with async_playwright() as playwright:
        arguments = [*_ARGUMENTS, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
        try:
            browser = await playwright.chromium.launch(executable_path=_executable(), args=arguments, timeout=30_000)
        except Error:
            raise NoBrowser from None
        try:
            yield Chromium(browser, asyncio.Semaphore(max(4, 2 * (os.cpu_count() or 1))))
        finally:
            await browser.close()


async def context(browser: Browser, viewport: str, *, any_tls: bool = False) -> BrowserContext:
    """A fresh context: nothing of an earlier page is in it, downloads and service workers are refused."""
    agent = _PHONE_AGENT if viewport == "phone" else _DESKTOP_AGENT
    return await browser.new_context(
        **VIEWPORTS[viewport],
        accept_downloads=False,
        service_workers="block",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        user_agent=agent.format(f"{browser.version.partition('.')[0]}.0.0.0"),
        ignore_https_errors=any_tls,
    )


def _executable() -> str | None:
    """The system's Chromium; None leaves it to Playwright's own."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)
