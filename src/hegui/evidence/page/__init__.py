"""Pages: consent as a person sees it, in a real browser.

Recording and judging are apart: ``recorder`` drives the browser and keeps what the page showed, ``rules`` say what that means;
a recording can be judged again without a browser.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hegui.engine import Shard, Source
from hegui.evidence.files import Ledger, Unreadable, merged
from hegui.evidence.page import browser as browsers
from hegui.evidence.page import tables
from hegui.evidence.page.places import Place, is_address, open_place, pages_in
from hegui.facts import Facts
from hegui.text import Text

if TYPE_CHECKING:
    from hegui.evidence.page.browser import Chromium

AT_ONCE = 10  # pages read at one time in one browser
WHOLE = (".mhtml", ".mht", ".har", ".json")  # files that hold all that was saved of a page
_HERE = Path(__file__).parent


class Page:
    """Reads sources of kind ``page``.

    Options of a source: ``pages``, the places to read (default: the source's location); ``viewports``, of desktop and phone.
    """

    kind = "page"
    blind_spots: tuple[Text, ...] = (
        Text(
            "A page is seen as one visitor sees it who is not signed in; what stands behind a sign-in must be saved and given as a file.",
            "仅以未登录访问者的视角查看页面；登录之后的页面须另存后提供。",
        ),
        Text(
            "Whether another lawful ground excuses from consent is not on the page.",
            "是否具备同意以外的合法性基础，页面上无从得知。",
        ),
        Text(
            "Boxes drawn on a canvas, in a picture or in a frame that did not load are not seen.",
            "画布、图片内绘制的勾选框以及未能载入的内嵌框架中的内容无法识别。",
        ),
        Text(
            "The words of pages are understood in Chinese, simplified and traditional, and in English; of pages in other languages little is found.",
            "仅能理解简体中文、繁体中文和英文页面的文字；其他语言的页面所见有限。",
        ),
        Text(
            "Of a saved page only what was saved answers: a policy behind a link that was not saved is not read.",
            "对另存的页面，仅能读取已保存的内容；未保存的链接所指的政策不予读取。",
        ),
    )

    @property
    def version(self) -> str:
        """Part of the cache key: changes with every script, word and rule."""
        digest = hashlib.sha256()
        for path in sorted(_HERE.iterdir()):
            if path.is_file():
                digest.update(path.read_bytes())
        return f"1-{digest.hexdigest()[:16]}"

    def shards(self, source: Source) -> Iterator[Shard]:
        """One shard for as many pages as one browser reads at once."""
        given = source.options.get("pages") or [source.location]
        places = iter([page for place in given for page in pages_in(place)])
        while batch := list(islice(places, AT_ONCE)):
            yield Shard(source, _within(source, batch), options={"pages": batch})

    def read(self, shard: Shard) -> Facts:
        """The facts of the pages of a shard; a page that cannot be read is a row in ``unreadable``."""
        ledger = Ledger(shard.source)
        pages: Sequence[str] = shard.options["pages"]
        viewports = shard.source.options.get("viewports") or ("desktop", "phone")
        read = 0
        for place, outcome in zip(pages, asyncio.run(_read_all(pages, viewports)), strict=True):
            if isinstance(outcome, Unreadable):
                ledger.unreadable(_shown(shard.source, place), outcome.reason, outcome.detail)
                continue
            read += 1
            for recording in outcome:
                tables.put(ledger, _shown(shard.source, place), recording)
        ledger.cover("pages", len(pages), read)
        return ledger.facts()

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """The facts of all pages; one row of coverage."""
        return merged(parts)


collector = Page()

Outcome = list[dict[str, Any]] | Unreadable


async def _read_all(pages: Sequence[str], viewports: Sequence[str]) -> list[Outcome]:
    """The recordings of pages, read beside each other in one browser; none is started where nothing needs it."""
    opened = [_opened(page) for page in pages]
    if all(isinstance(one, Unreadable) or one.recording for one in opened):
        return [_kept(one) for one in opened]
    try:
        async with browsers.started() as chromium:
            return list(await asyncio.gather(*(_read(chromium, one, viewports) for one in opened)))
    except browsers.NoBrowser:
        return [_kept(one) for one in opened]


def _opened(page: str) -> Place | Unreadable:
    try:
        return open_place(page)
    except Unreadable as problem:
        return problem


def _kept(one: Place | Unreadable) -> Outcome:
    if isinstance(one, Unreadable):
        return one
    return [dict(one.recording)] if one.recording else Unreadable("no_browser")


async def _read(chromium: Chromium, one: Place | Unreadable, viewports: Sequence[str]) -> Outcome:
    if isinstance(one, Unreadable) or one.recording:
        return _kept(one)
    from hegui.evidence.page.recorder import record

    jobs = (record(chromium, one, viewport, deep=at == 0) for at, viewport in enumerate(viewports))
    found = await asyncio.gather(*jobs, return_exceptions=True)
    problem = next((result for result in found if isinstance(result, BaseException)), None)
    if isinstance(problem, Unreadable):
        return problem
    if problem is not None:
        return Unreadable("crashed", type(problem).__name__)
    return _with_choices([result for result in found if isinstance(result, dict)])


def _with_choices(recordings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was tried in one viewport holds for the others: where the policy lies, what refusing and accepting change."""
    first = recordings[0]
    tried = {
        key: first[key] for key in ("policy", "refused", "accepted", "gates", "settings", "untried") if key in first
    }
    return [first, *({**other, **tried} for other in recordings[1:])]


def _within(source: Source, batch: Sequence[str]) -> str:
    """What a shard reads below its source's location: the one file that holds all of a page, else what no path names."""
    if len(batch) > 1 or not batch[0].lower().endswith(WHOLE):
        return "*"
    return "" if batch[0] == source.location else batch[0]


def _shown(source: Source, place: str) -> str:
    """What may be shown of a place: within the source's location its part below that, under the source's name."""
    if is_address(place):
        return place
    if place == source.location:
        return source.name
    base = Path(source.location)
    path = Path(place)
    return path.relative_to(base).as_posix() if base.is_dir() and path.is_relative_to(base) else place
