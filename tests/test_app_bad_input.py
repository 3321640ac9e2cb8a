"""Packages that are broken, hostile, or of a kind that is not read: a reason, never a crash, nothing written."""

import io
import struct
import zipfile
import zlib

import numpy as np
import pytest

import app_kept
from hegui.evidence.app import data
from hegui.evidence.app.binary import Resources, read_xml
from hegui.evidence.app.dex import Dex
from hegui.evidence.app.package import LARGEST_ENTRY, Package
from hegui.evidence.app.reading import read
from hegui.evidence.app.tree import Reference
from hegui.evidence.files import Unreadable
from hegui.scan import app as scanning


def zipped(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return app_kept.shop(tmp_path_factory).read_bytes()


WXAPKG = b"\xbe" + bytes(12) + b"\xed" + bytes(40)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a package", "no_package"),
        (zipped({"readme.txt": "x"}), "no_package"),
        (b"PK\x03\x04" + bytes(100), "damaged_package"),
        (zipped({"AndroidManifest.xml": b"\x03\x00\x08\x00"}), "damaged_manifest"),
        (zipped({"AndroidManifest.xml": b"<manifest/>" * 9}), "damaged_manifest"),
        (zipped({"base/manifest/AndroidManifest.xml": b"\xff" * 40}), "damaged_manifest"),
        (WXAPKG, "mini_program"),
        (zipped({"module.json": "{}", "ets/modules.abc": "x"}), "harmony_package"),
        (zipped({"pack.info": "{}", "entry-default.hap": "x"}), "harmony_package"),
        (b"V1MMWX" + bytes(40), "mini_program"),
        (b"TPKG" + bytes(40), "mini_program"),
        (zipped({"manifest.json": "{}", "app-service.js": "x"}), "mini_program"),
        (zipped({"manifest.json": "{}", "app.js": "x"}), "mini_program"),
        (zipped({"config.json": "{}", "assets/entry/resources.index": "x", "classes.dex": "x"}), "harmony_package"),
        (zipped({"Payload/Shop.app/Info.plist": "x"}), "ios_package"),
        (zipped({"inner.apk": zipped({"inner.apk": "x"})}), "no_package"),
    ],
    ids=[
        "text",
        "zip",
        "torn zip",
        "cut manifest",
        "plain manifest",
        "torn bundle",
        "wxapkg",
        "hap",
        "app",
        "wxapkg, encrypted",
        "ttpkg",
        "uni-app",
        "quick app",
        "hap of old",
        "ipa",
        "nested",
    ],
)
def test_what_is_no_app_is_refused_with_its_reason(content, reason):
    with pytest.raises(Unreadable) as refused:
        read(content, data.sdks())
    assert refused.value.reason == reason


def without(package, *names):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return zipped({one: archive.read(one) for one in archive.namelist() if one not in names})


def test_a_package_without_code_is_said_to_be_so_and_not_called_packed(shop, tmp_path):
    place = tmp_path / "split.apk"
    place.write_bytes(without(shop, "classes.dex"))
    answer = scanning.scan([str(place)], cache=False)
    (app,) = answer["apps"]
    assert (app["packed"], app["calls"], {one["used"] for one in app["permissions"]}) == (False, [], {None})
    assert [one["why"]["en"].split(";")[0] for one in answer["coverage"]["skipped"]] == [
        "no code that can be read lies in the package"
    ]


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999], ids=str)
def test_a_package_that_breaks_off_is_refused(shop, part):
    with pytest.raises(Unreadable) as refused:
        read(shop[: int(len(shop) * part)], data.sdks())
    assert refused.value.reason == "damaged_package"


def test_an_entry_that_unpacks_without_end_is_noted_and_not_read():
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = b"".join([packed.compress(bytes(1 << 20)) for _ in range((LARGEST_ENTRY >> 20) + 2)] + [packed.flush()])
    package = Package(_lying("bomb", bomb, says=10))
    assert package.read("bomb") == b""
    assert package.damaged == ["bomb"]


def _lying(name, packed, says):
    """A zip whose only entry says that it unpacks to a size it does not have."""
    key = name.encode()
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), says, len(key), 0) + key + packed
    central = (
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), says, len(key), 0, 0, 0, 0, 0, 0)
        + key
    )
    return local + central + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)


def test_the_lures_of_obfuscators_do_not_hide_an_app(shop):
    lured = bytearray(shop)
    at = lured.find(b"PK\x01\x02")
    while at >= 0:  # flags say encrypted; Android does not look at them
        lured[at + 8] |= 1
        at = lured.find(b"PK\x01\x02", at + 4)
    assert read(bytes(lured), data.sdks()).manifest.package == "com.example.shop"


def test_names_that_point_elsewhere_are_only_names(shop, tmp_path):
    place = tmp_path / "in" / "app.apk"
    place.parent.mkdir()
    out = io.BytesIO(shop)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("../../../escaped.txt", "http://outside.shop-example.cn/")
        archive.writestr("/tmp/escaped.txt", "x")
    place.write_bytes(out.getvalue())
    found = scanning.scan([str(place)], cache=False)
    assert "outside.shop-example.cn" in {one["host"] for one in found["apps"][0]["endpoints"]}
    assert [one.name for one in tmp_path.rglob("*")] == ["in", "app.apk"]


def test_a_damaged_executable_is_noted_and_the_manifest_still_read(shop):
    out = io.BytesIO(shop)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("classes2.dex", b"dex\n035\0" + bytes(200))
    found = read(out.getvalue(), data.sdks())
    assert found.damaged == ("classes2.dex",)
    assert {one.kind for one in found.calls} == {"imei", "contacts", "mac", "android_id"}


def dex_of(strings, types, methods, classes=b"", tail=b""):
    """An executable of tables alone, with as many rows as are given."""
    header = 112
    blocks = [strings, types, b"", b"", methods, classes]
    sizes = [4, 4, 12, 8, 8, 32]
    at, words = header, []
    for block, size in zip(blocks, sizes, strict=True):
        words += [len(block) // size, at]
        at += len(block)
    body = b"".join(blocks) + tail
    top = b"dex\n035\0" + bytes(24) + struct.pack("<8s", b"") + b"\x78\x56\x34\x12" + bytes(12)
    return top[:44] + bytes(12) + struct.pack("<12I", *words) + struct.pack("<2I", len(tail), at) + body


def test_a_dex_with_65535_classes_is_read():
    count = 65535
    tail = b"\x04La;\0"
    base = 112 + count * (4 + 4 + 8 + 32)
    dex = Dex(
        dex_of(
            np.full(count, base, "<u4").tobytes(),
            np.zeros(count, "<u4").tobytes(),
            bytes(8 * count),
            bytes(32 * count),
            tail,
        )
    )
    assert dex.defined == ["a"] * count
    assert len(dex.code.starts) == 0


def test_a_dex_whose_tables_lie_outside_it_is_refused(shop):
    with zipfile.ZipFile(io.BytesIO(shop)) as archive:
        content = bytearray(archive.read("classes.dex"))
    content[96:100] = b"\xff\xff\xff\x7f"  # the number of classes
    with pytest.raises(Unreadable) as refused:
        Dex(bytes(content))
    assert refused.value.reason == "damaged_dex"


def test_resources_that_point_at_themselves_end():
    assert Resources(b"\x02\x00\x0c\x00" + struct.pack("<II", 12, 0)).look(Reference(0x7F010000)) is None


def test_a_manifest_without_end_is_refused():
    pool = struct.pack("<HHI5I", 1, 28, 28, 0, 0, 0x100, 28, 0)
    start = struct.pack("<HHI2I", 0x102, 16, 36, 0, 0) + struct.pack("<2I6H", 0, 0, 20, 20, 0, 0, 0, 0)
    document = pool + start * 1000
    with pytest.raises(Unreadable) as refused:
        read_xml(struct.pack("<HHI", 3, 8, 8 + len(document)) + document)
    assert refused.value.reason == "damaged_manifest"


def test_control_characters_of_a_name_do_not_reach_the_terminal(tmp_path):
    if reason := app_kept.without_tools():
        pytest.skip(reason)
    place = app_kept.built(tmp_path, signed=False, files={"assets/\x1b[31mred.txt": "http://a.shop-example.cn/x"})
    found = scanning.scan([str(place)], cache=False)
    where = {one["where"] for one in found["apps"][0]["endpoints"] if one["host"] == "a.shop-example.cn"}
    assert where == {"assets/ [31mred.txt"}
