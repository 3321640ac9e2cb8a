"""A dossier is written whole or not at all, and opened from a folder or a .zip."""

from __future__ import annotations

import json
import shutil
import stat
import zipfile
from pathlib import Path

import pytest

import dossier_bundle as bundle
from hegui import dossier
from hegui.errors import DossierError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dossier.write(tmp_path_factory.mktemp("kept") / "d", **bundle.parts())


def test_what_was_written_is_what_is_read(folder: Path) -> None:
    parts, d = bundle.parts(), dossier.read(folder)
    assert d.document == parts["document"]
    assert d.findings == parts["findings"]
    assert d.law == parts["law"]
    assert d.cases == []
    assert d.checks == parts["checks"]
    assert set(d.fact_tables) == set(parts["facts"])
    assert all(d.facts(name).equals(table) for name, table in parts["facts"].items())


def test_a_table_the_dossier_has_not_is_empty(folder: Path) -> None:
    assert dossier.read(folder).facts("traffic_flow").num_rows == 0


def test_the_manifest_lists_every_other_file_sorted(folder: Path) -> None:
    listed = [entry.path for entry in dossier.read(folder).manifest]
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert listed == sorted(there - {"MANIFEST.json"})
    assert {"report.html", "exhibits/portal/first-page.txt", "checks/logs/six_months/check.sql"} <= set(listed)


def test_the_page_is_made_from_the_dossier_as_written(folder: Path) -> None:
    assert (folder / "report.html").read_text(encoding="utf-8") == bundle.html(dossier.read(folder))


@pytest.mark.parametrize("wrong", [KeyboardInterrupt, RuntimeError, OSError(28, "No space left on device")])
def test_when_a_run_breaks_off_then_nothing_is_left(tmp_path: Path, wrong: BaseException | type[BaseException]) -> None:
    def page(_: dossier.Dossier) -> str:
        raise wrong

    with pytest.raises((KeyboardInterrupt, RuntimeError, DossierError)):
        dossier.write(tmp_path / "out" / "d", **{**bundle.parts(), "page": page})
    assert not [p for p in tmp_path.rglob("*") if p.name != "out"]


def test_an_old_dossier_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    before = (folder / "MANIFEST.json").read_bytes()
    with pytest.raises(DossierError, match="already exists"):
        dossier.write(folder, **bundle.parts())
    assert (folder / "MANIFEST.json").read_bytes() == before
    (tmp_path / "file").write_text("mine")
    with pytest.raises(DossierError, match="already exists"):
        dossier.write(tmp_path / "file", **bundle.parts())


def test_an_empty_folder_may_become_a_dossier(tmp_path: Path) -> None:
    assert dossier.verify(dossier.write(tmp_path, **bundle.parts())) == []


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/passwd", "a/../../b", "c:evil", "a\\b", ""])
def test_no_exhibit_leaves_the_dossier(tmp_path: Path, name: str) -> None:
    with pytest.raises(DossierError, match="cannot name a file"):
        dossier.write(tmp_path / "d", **{**bundle.parts(), "exhibits": {name: b"x"}})
    assert list(tmp_path.iterdir()) == []


def test_a_file_name_that_is_not_utf8_survives(tmp_path: Path) -> None:
    parts = bundle.parts()
    parts["findings"][0]["exhibits"][0]["locator"] = "logs/\udce9t\udce9.log"
    d = bundle.write(tmp_path / "d", findings=parts["findings"])
    assert d.findings[0]["exhibits"][0]["locator"] == "logs/\udce9t\udce9.log"


def test_a_packed_dossier_says_the_same(folder: Path, tmp_path: Path) -> None:
    here = tmp_path / "2026-11-21.shop-co"
    shutil.copytree(folder, here)
    packed = dossier.pack(here)
    assert packed.name == "2026-11-21.shop-co.zip"
    a, b = dossier.read(here), dossier.read(packed)
    assert (a.document, a.findings, a.law, a.checks, a.manifest) == (
        b.document,
        b.findings,
        b.law,
        b.checks,
        b.manifest,
    )
    assert b.facts("log_day").equals(a.facts("log_day"))
    assert bundle.html(a, "zh") == bundle.html(b, "zh")
    assert dossier.verify(packed) == []
    with pytest.raises(DossierError, match="already exists"):
        dossier.pack(here)


def test_packing_twice_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    packed = []
    for name in ("one", "two"):
        shutil.copytree(folder, tmp_path / name / "d", copy_function=shutil.copyfile)
        packed.append(dossier.pack(tmp_path / name / "d").read_bytes())
    assert packed[0] == packed[1]


def test_a_folder_zipped_by_hand_is_read_too(folder: Path, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "by-hand"), "zip", folder.parent, folder.name)
    assert dossier.read(Path(packed)).document["operator"] == "shop-co"
    assert dossier.verify(Path(packed)) == []


def _zip(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members:
            archive.writestr(name, raw, zipfile.ZIP_DEFLATED)
    return path


LINK = zipfile.ZipInfo("facts/link")
LINK.external_attr = (stat.S_IFLNK | 0o777) << 16


@pytest.mark.parametrize(
    "member",
    [
        ("../../etc/cron.d/evil", b"x"),
        ("/etc/passwd", b"x"),
        ("a\\..\\b", b"x"),
        (LINK, b"/etc/passwd"),
        ("bomb.json", b"0" * 30_000_000),
    ],
    ids=["climbs", "absolute", "backslash", "link", "bomb"],
)
def test_a_hostile_archive_is_refused(tmp_path: Path, member: tuple[str | zipfile.ZipInfo, bytes]) -> None:
    with pytest.raises(DossierError, match="refused"):
        dossier.read(_zip(tmp_path / "d.zip", ("dossier.json", b"{}"), member))


def test_a_link_in_a_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "d")
    (tmp_path / "d" / "law.json").unlink()
    (tmp_path / "d" / "law.json").symlink_to(folder / "law.json")
    with pytest.raises(DossierError, match="plain files only"):
        dossier.read(tmp_path / "d")


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("dossier.json", b"{", "dossier.json cannot be read"),
        ("dossier.json", b'{"format": 2}', "newer Hegui"),
        ("dossier.json", b'{"format": "one"}', "dossier.json cannot be read"),
        ("findings.json", b"{}", "findings.json cannot be read"),
        ("law.json", b"[" * 100_000, "law.json cannot be read"),
        ("MANIFEST.json", b"[]", "MANIFEST.json cannot be read"),
    ],
)
def test_a_torn_dossier_says_which_file_and_what_to_do(
    folder: Path, tmp_path: Path, name: str, raw: bytes, says: str
) -> None:
    shutil.copytree(folder, tmp_path / "d")
    (tmp_path / "d" / name).write_bytes(raw)
    with pytest.raises(DossierError, match=says):
        dossier.read(tmp_path / "d")


def test_a_missing_or_damaged_part_says_so(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "d")
    (tmp_path / "d" / "facts" / "log_day.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(DossierError, match=r"log_day\.parquet cannot be read"):
        dossier.read(tmp_path / "d").facts("log_day")
    (tmp_path / "d" / "law.json").unlink()
    with pytest.raises(DossierError, match=r"law\.json is missing"):
        dossier.read(tmp_path / "d")


@pytest.mark.parametrize("name", ["absent", "empty", "note.txt"])
def test_what_is_no_dossier_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "note.txt").write_text("hello")
    with pytest.raises(DossierError, match=r"no dossier|no such dossier"):
        dossier.read(tmp_path / name)


def test_sealed_facts_come_back_and_an_altered_one_is_not_judged(tmp_path: Path) -> None:
    facts = bundle.parts()["facts"]
    sealed = dossier.seal(tmp_path / "facts", facts)
    back = dossier.unseal(sealed)
    assert set(back) == set(facts)
    assert all(back[name].equals(table) for name, table in facts.items())
    assert set(dossier.unseal(dossier.pack(sealed))) == set(facts)
    (sealed / "facts" / "extra.parquet").write_bytes(b"x")
    with pytest.raises(DossierError, match="was altered and is not judged"):
        dossier.unseal(sealed)


def test_nothing_in_the_json_names_a_machine_path(folder: Path) -> None:
    written = "".join(
        (folder / f"{n}.json").read_text(encoding="utf-8") for n in ("dossier", "findings", "law", "MANIFEST")
    )
    assert str(folder) not in written
    assert json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))["format"] == 1
