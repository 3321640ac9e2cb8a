"""What is read of a package: held against what Debian's tools say of the same package."""

import io
import re
import struct
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import app_kept
from hegui.evidence.app import data
from hegui.evidence.app.dex import executables
from hegui.evidence.app.packing import packing
from hegui.evidence.app.reading import read
from hegui.evidence.files import Unreadable
from hegui.evidence.wording import words
from hegui.recognise.pi.families import families


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return app_kept.shop(tmp_path_factory)


@pytest.fixture(scope="module")
def app(shop):
    return read(shop.read_bytes(), data.sdks())


def test_the_permissions_and_the_package_are_those_that_aapt_lists(shop, app):
    listed = app_kept.run("aapt", "dump", "permissions", shop)
    assert set(app.manifest.requested) == set(re.findall(r"uses-permission: name='([^']+)'", listed))
    assert app.manifest.package == re.search(r"package: (\S+)", listed)[1]


def test_the_signer_is_the_one_that_apksigner_names(shop, app):
    listed = app_kept.run("apksigner", "verify", "--print-certs", shop)
    assert list(app.signing.certificates) == re.findall(r"certificate SHA-256 digest: (\w+)", listed)
    assert app.signing.schemes == ("v1", "v2", "v3")


def test_the_switches_of_the_manifest_are_read(app):
    said = app.manifest
    assert (said.label, said.version, said.version_code, said.min_sdk, said.target_sdk) == ("商店", "1.2.3", 7, 19, 30)
    assert (said.debuggable, said.backup, said.cleartext) == (True, True, True)
    exported = {one.name: (one.guarded, one.launcher) for one in said.components if one.exported}
    assert exported == {
        "com.example.shop.Main": (False, True),
        "com.example.shop.Open": (False, False),
        "com.example.shop.Guarded": (True, False),
    }


def test_calls_are_found_with_their_caller_and_its_owner(app):
    found = {(one.kind, f"{one.caller}.{one.method}", one.sdk.name if one.sdk else None) for one in app.calls}
    assert found == {
        ("imei", "com.umeng.commonsdk.UMConfigure.init", "Umeng Analytics"),
        ("contacts", "com.example.shop.Main.read", None),
        ("mac", "com.example.shop.Helper.mac", None),
        ("android_id", "com.example.shop.Helper.id", None),
    }


def test_calls_that_run_as_the_app_starts_are_told_from_others(app):
    assert {one.kind for one in app.calls if one.early} == {"imei", "mac"}


def test_an_sdk_that_is_called_is_told_from_one_that_only_lies_there(app):
    found = {one.sdk.name: (one.evidence, one.where) for one in app.sdks}
    assert found == {
        "Umeng Analytics": ("calls", "com.umeng.commonsdk.UMConfigure"),
        "Getui Push": ("contains", "com.igexin.sdk.PushManager"),
        "Bugly": ("contains", "lib/arm64-v8a/libBugly.so"),
    }


def test_addresses_are_found_in_code_and_resources(app):
    assert {(one.host, one.cleartext, one.where) for one in app.endpoints} == {
        ("api.shop-example.cn", False, "classes.dex"),
        ("plain.shop-example.cn", True, "resources.arsc"),
    }


def test_the_policy_in_the_package_is_found(app):
    assert app.policy == "assets/yinsi.html"


def test_an_app_that_is_not_packed_is_not_called_packed(app):
    assert not app.packed


def test_a_bundle_says_the_same(shop, app, tmp_path):
    bundle = read(app_kept.as_bundle(shop, tmp_path / "shop.aab").read_bytes(), data.sdks())
    assert bundle.format == "aab"
    assert bundle.manifest.requested == app.manifest.requested
    assert bundle.manifest.components == app.manifest.components
    assert (bundle.calls, {one.sdk for one in bundle.sdks}) == (app.calls, {one.sdk for one in app.sdks})


def test_an_app_in_several_packages_is_read_from_its_base(shop, app, tmp_path):
    with zipfile.ZipFile(tmp_path / "shop.xapk", "w") as outer:
        outer.writestr("manifest.json", "{}")
        outer.writestr("config.zh.apk", shop.read_bytes()[:100])
        outer.write(shop, "com.example.shop.apk")
    found = read((tmp_path / "shop.xapk").read_bytes(), data.sdks())
    assert (found.format, found.manifest, found.calls) == ("xapk", app.manifest, app.calls)
    assert found.damaged == ("config.zh.apk",)


@pytest.mark.parametrize(
    ("said", "target", "cleartext"),
    [("true", 30, True), ("false", 27, False), (None, 27, True), (None, 28, False)],
    ids=["allowed", "forbidden", "silent and old", "silent and new"],
)
def test_clear_text_follows_the_attribute_else_the_level(said, target, cleartext, tmp_path):
    if reason := app_kept.without_tools():
        pytest.skip(reason)
    place = app_kept.built(tmp_path, target=target, cleartext=said, signed=False)
    assert read(place.read_bytes(), data.sdks()).manifest.cleartext is cleartext


@pytest.mark.parametrize("allowed", [True, False], ids=["allowed", "forbidden"])
def test_the_network_security_file_goes_before_the_attribute(allowed, tmp_path):
    if reason := app_kept.without_tools():
        pytest.skip(reason)
    rules = tmp_path / "res" / "xml" / "network.xml"
    rules.parent.mkdir(parents=True)
    rules.write_text(
        f'<network-security-config><base-config cleartextTrafficPermitted="{str(allowed).lower()}"/></network-security-config>'
    )
    place = app_kept.built(tmp_path, more='android:networkSecurityConfig="@xml/network"', signed=False)
    assert read(place.read_bytes(), data.sdks()).manifest.cleartext is allowed


def test_a_hardened_app_is_told_by_its_library_and_its_missing_classes(tmp_path):
    if reason := app_kept.without_tools():
        pytest.skip(reason)
    stub = {"com/stub/StubApp": ("android/app/Application", "")}
    place = app_kept.built(
        tmp_path, code=app_kept.dex(tmp_path, stub), files={"lib/armeabi/libjiagu.so": b"x"}, signed=False
    )
    found = read(place.read_bytes(), data.sdks()).packing
    assert (found.product, found.hidden) == ("Jiagu 360", True)


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("lib/arm64-v8a/libDexHelper-x86.so", "Bangcle"),
        ("assets/libjiagu_a64.so", "Jiagu 360"),
        ("lib/armeabi/libshella-2.10.2.3.so", "Legu"),
        ("assets/ijm_lib/armeabi/libexec.so", "Ijiami"),
        ("lib/armeabi/libnesec-x86.so", "NetEase Yidun"),
        ("base/lib/arm64-v8a/libbaiduprotect_art.so", "Baidu"),
        ("assets/mogosec_dexinfo", "Medusah"),
        ("lib/arm64-v8a/libsgmain.so", None),
        ("lib/arm64-v8a/libshop.so", None),
        ("res/raw/libjiagu.so", None),
    ],
)
def test_a_hardening_product_is_known_by_what_it_leaves_in_a_package(name, product, app):
    said = replace(app.manifest, application=None, components=())
    assert packing(said, [name], set()).product == product


def joined(*executables):
    """One file of version 41 from executables: every place in them is counted from its beginning."""
    whole = b""
    for one in map(bytearray, executables):
        one[4:8] = b"041\0"
        (count, strings) = struct.unpack_from("<2I", one, 56)
        places = [*range(60, 112, 8), *range(strings, strings + 4 * count, 4)]
        for at in places:
            (place,) = struct.unpack_from("<I", one, at)
            struct.pack_into("<I", one, at, place and place + len(whole))
        whole += one
    return whole


def test_all_executables_in_one_file_are_read(tmp_path):
    if reason := app_kept.without_tools():
        pytest.skip(reason)
    single = [app_kept.dex(tmp_path / name, {f"a/{name}": ("java/lang/Object", "")}) for name in ("First", "Second")]
    assert [one.defined for one in executables(joined(*single))] == [["a.First"], ["a.Second"]]
    assert [one.defined for one in executables(single[0] + single[1])] == [["a.First"]]


def test_an_app_without_its_classes_is_hidden_whoever_hid_them(tmp_path):
    if reason := app_kept.without_tools():
        pytest.skip(reason)
    place = app_kept.built(tmp_path, code=app_kept.dex(tmp_path, {"a/A": ("java/lang/Object", "")}), signed=False)
    found = read(place.read_bytes(), data.sdks()).packing
    assert (found.product, found.hidden) == (None, True)


def test_every_kind_in_the_data_is_a_known_kind():
    kinds = {one.kind for one in data.apis()} | {one.kind for one in data.permissions().values() if one.kind}
    kinds |= {kind for one in data.app_types().values() for kind in one.kinds}
    assert kinds <= set(families())


def test_there_are_39_types_each_with_its_own_number():
    assert [one.number for one in data.app_types().values()] == list(range(1, 40))


def test_no_two_sdks_claim_one_package():
    prefixes = [prefix for one in data.sdks() for prefix in one.prefixes]
    assert len(prefixes) == len(set(prefixes))
    assert all(one.source and one.date for one in data.sdks())


def test_permissions_of_calls_are_known():
    assert {name for one in data.apis() for name in one.permissions} <= set(data.permissions())


@settings(max_examples=60)
@given(cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_an_app_whose_executable_has_wrong_bytes_is_still_read(shop, cuts):
    assert refusal(with_damaged(shop, "classes.dex", cuts)) is None


@settings(max_examples=60)
@given(cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_manifest_with_wrong_bytes_is_read_or_refused(shop, cuts):
    assert refusal(with_damaged(shop, "AndroidManifest.xml", cuts)) in {None, *words()}


@settings(max_examples=40)
@given(cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_package_with_wrong_bytes_is_read_or_refused(shop, cuts):
    assert refusal(damaged(shop.read_bytes(), cuts)) in {None, *words()}


def damaged(content, cuts):
    content = bytearray(content)
    for place, byte in cuts:
        content[int(place * (len(content) - 1))] = byte
    return bytes(content)


def with_damaged(shop, entry, cuts):
    """The app with wrong bytes in one of its entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(shop) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            content = whole.read(name)
            archive.writestr(name, damaged(content, cuts) if name == entry else content)
    return out.getvalue()


def refusal(content):
    """Why a package is refused; None where it is read."""
    try:
        read(content, data.sdks())
    except Unreadable as refused:
        return refused.reason
    return None
