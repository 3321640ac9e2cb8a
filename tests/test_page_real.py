"""Pages of the web as they were collected: what the rules find on sign-up forms, banners and pages that track."""

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from hegui.evidence.page import browser
from hegui.scan import page

CONSENT = Path(__file__).parents[2] / "shared/real/consent"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CONSENT.is_dir(), reason="the real evidence is not here"),
    pytest.mark.skipif(not any(map(shutil.which, browser.NAMES)), reason="no Chromium is installed"),
]

# Read by eye from the pictures. The forms were cut out of their pages, so that a policy they lack may have stood elsewhere:
# `policy_missing` is not compared.
EXPECTED = {
    "ddg_forms/gunscom_signup.html": {"preticked_consent", "small_print_consent"},
    "ddg_forms/chewy_signup.html": {"consent_by_continuing"},
    "ddg_forms/myanimelist_net_signup.html": {"consent_by_continuing"},
    "ddg_forms/reg_ebay_com_au_signup.html": {"consent_by_continuing"},
    "ddg_forms/quizlet_checkout.html": {"sensitive_without_separate_consent"},
    "ddg_forms/kroger_signup.html": set(),  # asks for the card of the shop's own club
    "ddg_forms/eventbrite_fake-signup.html": set(),
    "ddg_forms/wikipedia_signup.html": set(),
    "cookieconsent/demo_basic__index.html": set(),
    "cookieconsent/demo_gtm__index.html": {"tracking_before_consent"},
    "wec/testpage.html": {"tracking_before_consent"},
}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    paths = {str(CONSENT / name): name for name in EXPECTED}
    result = page.scan(list(paths), viewport="desktop", out=tmp_path_factory.mktemp("real"), cache=False)
    rules = defaultdict(set)
    for finding in result["findings"]:
        rules[paths[finding["page"]]].add(finding["rule"])
    return rules


@pytest.mark.parametrize("name", EXPECTED)
def test_real_pages_are_judged_as_by_eye(found, name):
    assert found[name] - {"policy_missing"} == EXPECTED[name]
