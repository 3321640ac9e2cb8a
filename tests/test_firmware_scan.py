"""What images hold: accounts, services, secrets, parts, addresses and apps, from a folder, a tar or an image alike."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import app_kept
import firmware_kept as kept
from hegui.cli import main
from hegui.evidence.firmware.credentials import known, state

REAL = Path(__file__).parents[2] / "shared" / "real" / "firmware"


def scanned(*arguments, code=0):
    result = CliRunner().invoke(main, ["scan", "firmware", "--json", "--no-cache", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout), result.stdout


@pytest.fixture(scope="module")
def camera(tmp_path_factory):
    folder = kept.tree(tmp_path_factory.mktemp("camera") / "rootfs")
    answer, text = scanned(folder, "--on", "2026-11-21")
    assert (Path(answer["images"][0]["path"]), answer["unreadable"]) == (folder, [])
    return answer["images"][0], text


def test_accounts_are_default_hashed_or_locked(camera):
    found = {a["user"]: (a["uid"], a["password"], a["list"]) for a in camera[0]["accounts"]}
    assert found == {"root": (0, "default", "mirai"), "admin": (500, "hashed", None), "nobody": (99, "locked", None)}


def test_no_password_hash_or_key_is_given_out(camera):
    for secret in ("xc3511", kept.hashed("xc3511"), "$6$", "9f8e7d6c5b4a", "MIIEpAIBAAKCAQEA"):
        assert secret not in camera[1]


def test_services_are_those_that_the_start_reaches(camera):
    found = {(s["name"], s["started_by"], s["remote"]) for s in camera[0]["services"]}
    assert found == {
        ("console_shell", "etc/inittab", False),
        ("telnet", "etc/init.d/rcS", True),
        ("ssh", "usr/bin/go.sh", True),
        ("http", "usr/bin/go.sh", False),
    }


def test_secrets_are_places_and_kinds(camera):
    found = {(s["path"], s["kind"]) for s in camera[0]["secrets"]}
    assert found == {("etc/ssl/server.pem", "private_key"), ("etc/cloud.conf", "secret")}


def test_parts_carry_their_versions(camera):
    found = {(c["name"], c["version"]) for c in camera[0]["components"]}
    assert found == {("busybox", "1.19.4"), ("libssl", "1.0.0"), ("openssl", "1.0.2k"), ("dnsmasq", "2.80-16")}


def test_addresses_say_whether_they_bring_updates_in_the_clear(camera):
    found = {(e["host"], e["cleartext"], e["update"], e["checked"]) for e in camera[0]["endpoints"]}
    assert found == {("fw.camera-maker.cn", True, True, False), ("cloud.camera-maker.cn", False, False, None)}


def test_findings_support_and_name_the_articles_of_the_day(camera):
    rules = [f["rule"] for f in camera[0]["findings"]]
    assert sorted(set(rules)) == [
        "cleartext_update",
        "debug_interface",
        "default_credentials",
        "hard_coded_secret",
        "preinstalled_app",
        "private_key",
        "remote_shell",
        "unsigned_update",
    ]
    assert {f["strength"] for f in camera[0]["findings"]} <= {"supports", "context"}
    default = next(f for f in camera[0]["findings"] if f["rule"] == "default_credentials")
    assert "csl@2026/24.1" in default["articles"]
    assert "root" in default["reason"]["en"]
    assert "root" in default["reason"]["zh"]


@pytest.mark.parametrize("form", ["tar", "squashfs", "cpio", "ext4"])
def test_an_image_shows_what_its_folder_shows(camera, tmp_path, form):
    folder = kept.tree(tmp_path / "rootfs")
    image = tmp_path / f"image.{form}"
    made = kept.tarred(image) if form == "tar" else kept.imaged(form, folder, image)
    if made is None:
        pytest.skip(f"what makes {form} is not installed")
    found = scanned(image)[0]["images"][0]
    for part in ("accounts", "services", "secrets", "components"):
        ours = {(x.get("user"), x.get("name"), x.get("password"), x.get("version"), x.get("kind")) for x in found[part]}
        theirs = {
            (x.get("user"), x.get("name"), x.get("password"), x.get("version"), x.get("kind")) for x in camera[0][part]
        }
        assert ours == theirs, part


def test_the_parts_make_a_list_that_keeps_to_its_schema(tmp_path):
    folder, bom = kept.tree(tmp_path / "rootfs"), tmp_path / "bom.json"
    scanned(folder, "--sbom", bom)
    result = CliRunner().invoke(main, ["scan", "sbom", str(bom), "--json", "--no-cache"])
    assert json.loads(result.stdout)["boms"][0]["valid"] is True
    named = {c["name"]: c for c in json.loads(bom.read_text())["components"]}
    assert named["busybox"]["cpe"] == "cpe:2.3:a:busybox:busybox:1.19.4:*:*:*:*:*:*:*"


@pytest.mark.parametrize(
    "method", ["ab", "$1$salt$", "$5$salt$", "$6$salt$", "$2b$04$abcdefghijklmnopqrstuu", "$y$j75$salt$"]
)
def test_a_published_pair_is_known_under_every_form_of_hash(method):
    assert state("root", kept.hashed("xc3511", method)) == state("root", kept.hashed("vizxv"))
    assert state("root", kept.hashed("no-list-holds-this", method)).password == "hashed"


@pytest.mark.parametrize(
    ("field", "password"), [("", "empty"), ("*", "locked"), ("!", "locked"), ("!$1$a$b", "locked"), ("x", "locked")]
)
def test_fields_without_a_hash_are_empty_or_locked(field, password):
    assert state("somebody", field).password == password


def test_a_password_listed_for_another_user_is_default_but_in_no_list():
    assert (state("viewer", kept.hashed("xc3511")).password, state("viewer", kept.hashed("xc3511")).list) == (
        "default",
        None,
    )


def test_every_pair_that_the_botnet_tried_is_known():
    path = REAL / "mirai_default_credentials.csv"
    if not path.exists():
        pytest.skip("the real evidence is not here (../shared/real)")
    with path.open(encoding="utf-8", newline="") as file:
        pairs = {(row["user"], row["password"]) for row in csv.DictReader(file)}
    ours = {(user, p) for user, by in known().pairs.items() for p, name in by.items() if name == "mirai"}
    assert ours == pairs


@pytest.mark.parametrize("form", ["folder", "tar"])
def test_a_preinstalled_app_is_read_with_the_image_that_holds_it(tmp_path, form):
    if missing := app_kept.without_tools():
        pytest.skip(missing)
    app_kept.built(tmp_path / "app", permissions=["READ_CONTACTS", "INTERNET"])
    data = (tmp_path / "app" / "app.apk").read_bytes()
    files = {
        "etc/passwd": "root:*:0:0::/:/bin/sh\n",
        "bin/sh": "x",
        "system/priv-app/Dialer.apk": data.decode("latin-1"),
    }
    place = kept.tree(tmp_path / "rootfs", files) if form == "folder" else kept.tarred(tmp_path / "image.tar.gz", files)
    (image,) = scanned(place)[0]["images"]
    (app,) = image["apps"]
    assert (app["path"], app["privileged"], app["read"]) == ("system/priv-app/Dialer.apk", True, True)
    assert {one["kind"] for one in app["permissions"] if one["level"] == "dangerous"} == {"contacts"}
    assert "preinstall-notice@2023" in next(f["articles"] for f in image["findings"] if f["rule"] == "preinstalled_app")


def test_an_app_that_cannot_be_read_is_listed_and_said_so(camera, tmp_path):
    answer, _ = scanned(kept.tree(tmp_path / "rootfs"))
    assert [one["read"] for one in answer["images"][0]["apps"]] == [False]
    assert [one["what"] for one in answer["coverage"]["skipped"]] == ["rootfs/system/app/Viewer/Viewer.apk"]


def test_part_of_a_root_file_system_is_read_as_one(tmp_path):
    folder = kept.tree(tmp_path / "part", {"etc/passwd": "root::0:0::/:/bin/sh\n", "www/index.html": "<p>"})
    assert [one["password"] for one in scanned(folder)[0]["images"][0]["accounts"]] == ["empty"]


def test_squashfs_within_another_image_is_unpacked_whoever_carves_it(tmp_path):
    image = kept.imaged("squashfs", kept.tree(tmp_path / "rootfs"), tmp_path / "root.img")
    if image is None:
        pytest.skip("what makes squashfs is not installed")
    (tmp_path / "whole.bin").write_bytes(b"\x27\x05\x19\x56" + bytes(range(256)) * 16 + image.read_bytes())
    answer, _ = scanned(tmp_path / "whole.bin")
    assert {one["user"] for one in answer["images"][0]["accounts"]} == {"root", "admin", "nobody"}
    assert not any("unpacked" in one["why"]["en"] for one in answer["coverage"]["skipped"])
