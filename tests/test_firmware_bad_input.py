"""Images that are broken or hostile: a reason or what can be read, nothing written outside, nothing followed."""

import json
import os
import tarfile

import pytest
from click.testing import CliRunner

import firmware_kept as kept
from hegui.cli import main
from hegui.evidence.firmware import tree
from hegui.evidence.firmware.unpacking import unpacked


def scanned(path, code=0):
    result = CliRunner().invoke(main, ["scan", "firmware", "--json", "--no-cache", str(path)])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello world\n" * 50, b"hsqs" + b"\0" * 400, b"\x1f\x8b\x08\0broken", bytes(range(256)) * 40],
    ids=["empty", "text", "cut squashfs", "broken gzip", "noise"],
)
def test_what_is_no_image_is_refused_with_a_reason(tmp_path, data):
    path = tmp_path / "image.bin"
    path.write_bytes(data)
    answer = scanned(path, code=2)
    assert answer["images"] == []
    assert answer["unreadable"][0]["reason"]["en"]
    assert "collector failed" not in answer["unreadable"][0]["reason"]["en"]


def test_a_path_that_is_not_there_is_one_sentence(tmp_path):
    result = CliRunner().invoke(main, ["scan", "firmware", str(tmp_path / "none")])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_links_are_never_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "passwd").write_text("leak::0:0::/:/bin/sh\n")
    folder = kept.tree(tmp_path / "rootfs")
    (folder / "etc" / "loop").symlink_to(folder)
    (folder / "home").symlink_to(outside)
    (folder / "etc" / "passwd-").symlink_to(outside / "passwd")
    os.mkfifo(folder / "pipe")
    image = scanned(folder)["images"][0]
    assert "leak" not in {a["user"] for a in image["accounts"]}
    assert image["files"] == len(kept.camera())


def test_members_that_lead_out_of_the_folder_are_not_written(tmp_path):
    evil = [(tarfile.TarInfo(name), b"out") for name in ("../out.txt", "/../out.txt", "a/../../out.txt")]
    link = tarfile.TarInfo("sub")
    link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path / "target")
    through = (tarfile.TarInfo("sub/written.txt"), b"through")
    device = tarfile.TarInfo("dev/mem")
    device.type = tarfile.CHRTYPE
    image = kept.tarred(tmp_path / "evil.tar.gz", more=[*evil, (link, b""), through, (device, b"")])
    (tmp_path / "target").mkdir()
    work = tmp_path / "deep" / "work"
    work.mkdir(parents=True)
    assert unpacked(image, work) is False
    assert not list(tmp_path.rglob("out.txt"))
    assert not list((tmp_path / "target").iterdir())
    assert not (work / "dev" / "mem").exists()


def test_a_bomb_ends_at_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr("hegui.evidence.firmware.unpacking.LARGEST_WHOLE", 4 << 20)
    big = [(tarfile.TarInfo(f"big{n}"), b"\0" * (3 << 20)) for n in range(4)]
    image = kept.tarred(tmp_path / "bomb.tar.gz", more=big)
    work = tmp_path / "work"
    work.mkdir()
    assert unpacked(image, work) is False
    assert sum(path.stat().st_size for path in work.rglob("*") if path.is_file()) <= 4 << 20


def test_more_files_than_the_limit_are_said_to_be_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(tree, "MOST_FILES", 5)
    answer = scanned(kept.tree(tmp_path / "rootfs"))
    assert answer["images"][0]["files"] == 5
    assert answer["coverage"]["skipped"]


def test_of_a_large_file_the_beginning_is_read_and_said_so(tmp_path, monkeypatch):
    monkeypatch.setattr(tree, "LARGEST", 64)
    monkeypatch.setattr("hegui.evidence.firmware.examining.LARGEST", 64)
    assert any(
        "beginning" in one["why"]["en"] for one in scanned(kept.tree(tmp_path / "rootfs"))["coverage"]["skipped"]
    )


def test_names_that_are_no_text_are_read(tmp_path):
    folder = kept.tree(tmp_path / "rootfs")
    with open(os.fsencode(folder) + b"/etc/\xff\xfe.pem", "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(kept.PEM.encode())
    assert scanned(folder)["images"][0]["files"] == len(kept.camera()) + 1


def test_the_work_folder_is_gone_afterwards(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    scanned(kept.tarred(tmp_path / "image.tar.gz"))
    assert not list((tmp_path / "temporary").glob("hegui-firmware-*"))
