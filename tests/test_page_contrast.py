"""Contrast as the axe rules read it: their own pages give their own answers; blending agrees with what Chromium paints."""

import asyncio
import io
import json
import shutil
from pathlib import Path

import pytest

from hegui.evidence.page import browser
from hegui.evidence.page.contrast import colour_of, contrast, is_large, over_picture, ratio
from hegui.evidence.page.places import open_place
from hegui.evidence.page.visit import visiting

AXE = Path(__file__).parents[2] / "shared/real/consent/axe"
CHROMIUM = any(map(shutil.which, browser.NAMES))
real = pytest.mark.skipif(not AXE.is_dir(), reason="the real evidence is not here")
driven = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed")

PLAIN = {"font_px": 16, "weight": 400, "colour": "rgb(0, 0, 0)"}


def layer(colour, opacity=1.0, picture=False):
    return {"colour": colour, "opacity": opacity, "picture": picture, "blend": None}


def seen(path):
    """The snapshot of a page and its screenshot."""

    async def look():
        async with browser.started() as chromium, visiting(chromium, open_place(str(path)), "desktop") as visit:
            await visit.open()
            return await visit.snapshot(), await visit.page.screenshot(full_page=True)

    return asyncio.run(look())


def pieces(snapshot):
    for block in snapshot["blocks"]:
        if "paint" in block:
            yield block["selector"], block
            yield from ((part["selector"], part) for part in block["parts"])


@pytest.mark.parametrize(
    ("ink", "paint", "expected"),
    [
        ("rgb(0, 0, 0)", [layer("rgb(255, 255, 255)")], 21),
        ("rgb(119, 119, 119)", [layer("rgb(255, 255, 255)")], 4.47),
        ("rgb(118, 118, 118)", [layer("rgb(255, 255, 255)")], 4.54),
        ("rgba(0, 0, 0, 0.5)", [layer("rgb(255, 255, 255)")], 3.97),
        ("rgb(0, 0, 0)", [layer("rgba(0, 0, 0, 0)", opacity=0.5), layer("rgb(255, 255, 255)")], 3.97),
        ("rgb(255, 255, 255)", [layer("rgba(0, 0, 0, 0.5)"), layer("rgb(255, 255, 255)")], 3.97),
    ],
)
def test_contrast_follows_wcag(ink, paint, expected):
    assert contrast({**PLAIN, "colour": ink, "paint": paint}) == pytest.approx(expected, abs=0.02)


def test_over_a_picture_the_pixels_tell():
    run = {**PLAIN, "colour": "rgb(187, 187, 187)", "paint": [layer("rgba(0, 0, 0, 0)", picture=True)]}
    assert over_picture(run)
    assert contrast(run) is None
    assert contrast({**run, "pixels": [[250, 250, 250]] * 3 + [[0, 0, 0]]}) < 2


def test_a_stroke_that_is_wide_enough_is_what_one_reads():
    run = {
        **PLAIN,
        "colour": "rgb(102, 102, 102)",
        "stroke_colour": "rgb(68, 68, 68)",
        "paint": [layer("rgb(255, 255, 255)")],
    }
    assert contrast({**run, "stroke": "0.48px"}) > 9
    assert contrast({**run, "stroke": "0.32px"}) < 6


@real
@driven
def test_enhanced_contrast_agrees_with_axe():
    folder = AXE / "color-contrast-enhanced"
    expected = json.loads((folder / "color-contrast-enhanced.json").read_text())
    found = {}
    for selector, run in pieces(seen(folder / "color-contrast-enhanced.html")[0]):
        found[selector] = contrast(run) >= (4.5 if is_large(run) else 7)
    assert {s for (s,) in expected["violations"]} == {s for s, passes in found.items() if not passes}
    assert {s for (s,) in expected["passes"]} == {s for s, passes in found.items() if passes}


@real
@driven
def test_blending_agrees_with_what_chromium_paints():
    from PIL import Image

    snapshot, picture = seen(AXE / "full/contrast__blending.html")
    painted = Image.open(io.BytesIO(picture)).convert("RGB")
    targets = [run for selector, run in pieces(snapshot) if selector.endswith("-target")]
    assert len(targets) == 9
    for run in targets:
        pixel = (*painted.getpixel((int(run["box"]["x"]) + 90, int(run["box"]["y"]) + 90)), 1.0)
        assert contrast(run) == pytest.approx(ratio(colour_of(run["colour"]), pixel), rel=0.04)  # eight bits a layer


@real
@driven
def test_links_in_text_stand_off_as_axe_says():
    folder = AXE / "link-in-text-block"
    snapshot = seen(folder / "link-in-text-block.html")[0]
    parts = dict(pieces(snapshot))
    assert contrast(parts["#pass-text-color"]) < 4.5  # light blue on white
    assert contrast(parts["#pass-background-color"]) < 4.5  # blue on black
    assert contrast(parts["#fail-insufficient-text-contrast"]) > 4.5  # blue on white, hard to tell from black
    black = next(run for selector, run in pieces(snapshot) if "gradient" in run["text"])
    assert over_picture(black)


@real
@driven
@pytest.mark.parametrize("rule", ["label", "form-field-multiple-labels"])
def test_fields_have_words_exactly_where_axe_finds_a_label(rule):
    expected = json.loads((AXE / rule / f"{rule}.json").read_text())
    snapshot = seen(AXE / rule / f"{rule}.html")[0]
    words = {one["selector"]: one["label"] for one in [*snapshot["fields"], *snapshot["controls"]]}
    unnamed = {selector for selector, label in words.items() if not label}
    passes, violations = ({s for (s, *_) in expected.get(kind, []) if s in words} for kind in ("passes", "violations"))
    assert passes
    assert passes & unnamed == passes & NEEDS_NO_NAME
    assert violations - unnamed == violations & NAMED_BY_A_CONTROL


NEEDS_NO_NAME = {"#pass14", "#pass15"}  # switched off, and said to be no control
NAMED_BY_A_CONTROL = {"#fail13", "#fail14"}  # a meter, or a list whose chosen entry is empty
