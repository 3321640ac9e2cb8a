"""Whole and unaltered? A flipped bit, an added or a missing file is found."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dossier_bundle as bundle
from hegui import dossier
from hegui.errors import DossierError


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dossier.write(tmp_path_factory.mktemp("kept") / "d", **bundle.parts())


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    return dossier.write(tmp_path / "d", **bundle.parts())


def kinds(path: Path) -> list[tuple[str, str]]:
    return [(a.kind, a.file) for a in dossier.verify(path)]


def test_an_untouched_dossier_is_whole(kept: Path) -> None:
    assert kinds(kept) == []
    verified = dossier.verification(kept)
    assert verified["whole"] is True
    assert len(verified["fingerprint"]) == 64


@settings(max_examples=60)
@given(st.data())
def test_any_flipped_bit_is_found(kept: Path, data: st.DataObject) -> None:
    files = sorted(p for p in kept.rglob("*") if p.is_file())
    file = data.draw(st.sampled_from(files))
    raw = file.read_bytes()
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    changed = bytearray(raw)
    changed[bit // 8] ^= 1 << bit % 8
    file.write_bytes(changed)
    try:
        assert kinds(kept)
    finally:
        file.write_bytes(raw)


def test_the_changed_file_is_named(fresh: Path) -> None:
    file = fresh / "facts" / "log_day.parquet"
    file.write_bytes(file.read_bytes() + b"\0")
    assert kinds(fresh) == [("changed", "facts/log_day.parquet")]


def test_missing_and_added_files_are_named(fresh: Path) -> None:
    (fresh / "law.json").unlink()
    (fresh / "facts" / "invented.parquet").write_bytes(b"x")
    (fresh / "exhibits" / "pointer").symlink_to("/etc/hostname")
    assert kinds(fresh) == [("added", "exhibits/pointer"), ("added", "facts/invented.parquet"), ("missing", "law.json")]
    assert all(a.sentence.en and a.sentence.zh for a in dossier.verify(fresh))


def test_a_file_replaced_by_a_link_to_the_same_bytes_is_changed(fresh: Path, kept: Path) -> None:
    (fresh / "law.json").unlink()
    (fresh / "law.json").symlink_to(kept / "law.json")
    assert kinds(fresh) == [("changed", "law.json")]


def test_a_manifest_that_hides_a_change_badly_is_found(fresh: Path) -> None:
    manifest = fresh / "MANIFEST.json"
    listed = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(listed), encoding="utf-8")
    assert kinds(fresh) == [("changed", "MANIFEST.json")]
    manifest.write_text("{}", encoding="utf-8")
    assert kinds(fresh) == [("changed", "MANIFEST.json")]
    manifest.unlink()
    assert kinds(fresh) == [("missing", "MANIFEST.json")]
    assert dossier.verification(fresh)["fingerprint"] is None


def test_a_consistent_rewrite_shows_in_the_fingerprint_alone(fresh: Path) -> None:
    before = dossier.verification(fresh)["fingerprint"]
    raw = (fresh / "cases.json").read_bytes()
    (fresh / "cases.json").write_bytes(raw + b" ")
    changed = next(a for a in dossier.read(fresh).manifest if a.path == "cases.json")
    from hegui.dossier.manifest import encode, measure
    from hegui.dossier.tree import open_tree

    rest = tuple(e for e in dossier.read(fresh).manifest if e != changed)
    (fresh / "MANIFEST.json").write_bytes(encode((*rest, measure(open_tree(fresh), "cases.json"))))
    assert kinds(fresh) == []
    assert dossier.verification(fresh)["fingerprint"] != before
    assert "not signed" in dossier.LIMITS.en


def test_a_damaged_zip_is_found(fresh: Path) -> None:
    packed = dossier.pack(fresh)
    raw = packed.read_bytes()
    with zipfile.ZipFile(packed) as archive:
        start = archive.getinfo("law.json").header_offset
    damaged = bytearray(raw)
    damaged[start + 200] ^= 4
    packed.write_bytes(damaged)
    assert kinds(packed) == [("changed", "law.json")]
    packed.write_bytes(raw[: len(raw) // 2])
    assert kinds(packed) == [("changed", "d.zip")]


@pytest.mark.parametrize("name", ["absent", "empty", "note.txt"])
def test_what_is_no_dossier_is_unusable_input(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "note.txt").write_text("hello")
    with pytest.raises(DossierError, match=r"no dossier|no such dossier"):
        dossier.verify(tmp_path / name)
