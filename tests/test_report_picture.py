"""The page in a real browser, without scripts: it shows, switches, fits, and prints page one on one sheet."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

import dossier_bundle as bundle
from hegui.evidence.page.browser import NAMES
from hegui.text import LANGS, Lang

BROWSER = next(filter(None, map(shutil.which, NAMES)), None)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on this machine to look at the page with")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shown")
    d = bundle.write(root / "d")
    for lang in LANGS:
        (root / f"{lang}.html").write_text(bundle.html(d, lang), encoding="utf-8")
    return root


def browse(folder: Path, page: str, *options: str) -> None:
    always = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")
    profile = f"--user-data-dir={folder / 'browser'}"
    command = [str(BROWSER), *always, profile, *options, (folder / page).as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.mark.slow
def test_each_language_shows_at_desktop_and_telephone_width(folder: Path) -> None:
    pictures = {}
    for lang in LANGS:
        for width in (1280, 500):
            picture = folder / f"{lang}-{width}.png"
            browse(folder, f"{lang}.html", f"--window-size={width},1600", f"--screenshot={picture}")
            pictures[lang, width] = picture.read_bytes()
            assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
            assert picture.stat().st_size > 40_000
    assert len(set(pictures.values())) == 4


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "first", "second", "other"), [
    ("en", "Five things to do next", "Obligations at a glance", "义务一览"),
    ("zh", "下一步五件事", "义务一览", "Obligations at a glance"),
])  # fmt: skip
def test_page_one_prints_on_one_sheet_in_the_chosen_language(
    folder: Path, lang: Lang, first: str, second: str, other: str
) -> None:
    from pypdf import PdfReader

    browse(folder, f"{lang}.html", "--no-pdf-header-footer", f"--print-to-pdf={folder / 'page.pdf'}")
    # PDF text names some Chinese signs by their radicals; NFKC writes them as everywhere else.
    pages = [unicodedata.normalize("NFKC", page.extract_text()) for page in PdfReader(folder / "page.pdf").pages]
    assert first in pages[0]
    assert second in pages[1]
    assert not any(other in page for page in pages)
