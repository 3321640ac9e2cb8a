"""The rules on the labelled pages, judged in a real Chromium; a clean page gives nothing."""

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from hegui.evidence.page import browser
from hegui.evidence.page.lexicon import rules
from hegui.scan import page
from pages_kept import labels, score

pytestmark = pytest.mark.skipif(not any(map(shutil.which, browser.NAMES)), reason="no Chromium is installed")
BATCHES = 4


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BATCHES))
def test_labelled_pages_are_judged_as_labelled(batch, tmp_path):
    some = dict(list(labels().items())[batch::BATCHES])
    result = page.scan(list(some), viewport="desktop", out=tmp_path, cache=False)
    assert result["unreadable"] == []
    found = defaultdict(set)
    for finding in result["findings"]:
        found[finding["page"]].add(finding["rule"])
    scored = score(found, some)
    assert scored.extra == []
    assert scored.missed == []


def test_at_least_sixty_pages_are_labelled_and_half_of_them_clean_or_nearly():
    labelled = labels()
    assert len(labelled) >= 60
    assert sum(not some for some in labelled.values()) >= 30
    assert all(Path(path).exists() for path in labelled)


def test_every_rule_has_a_labelled_page_and_duties():
    labelled = {rule for some in labels().values() for rule in some}
    assert labelled == set(rules()) == set(page.duties())
