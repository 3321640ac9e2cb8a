"""Kinds of personal information from broad to narrow."""

import pytest

from hegui.recognise.pi.families import covers, families, lineage
from hegui.recognise.pi.kinds import KINDS

NOT_OF_A_PERSON = {"cn_uscc"}


@pytest.mark.parametrize(
    ("declared", "found", "covered"),
    [
        ("device", "imei", True),
        ("device_identifier", "imei", True),
        ("imei", "imei", True),
        ("imei", "device", False),
        ("location", "itinerary", True),
        ("contact_details", "cn_resident_id", False),
    ],
)
def test_a_broad_kind_covers_the_narrow_ones_within_it_and_never_the_other_way(declared, found, covered):
    assert covers(declared, found) is covered


def test_every_kind_ends_in_a_broadest_one():
    for kind in families():
        assert families()[[*lineage(kind)][-1]].within is None


def test_every_kind_that_a_scan_finds_has_its_family():
    assert {kind.id for kind in KINDS} - NOT_OF_A_PERSON <= set(families())
