"""``hegui scan app``: the answer, what stands against an app, and how strong that is."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import app_kept
from hegui.cli import main
from hegui.evidence.app import data
from hegui.evidence.app.reading import read
from hegui.scan import app as scanning

REAL = Path(__file__).parents[1].parent / "shared" / "real" / "apk"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return app_kept.shop(tmp_path_factory)


@pytest.fixture(scope="module")
def answer(shop):
    return scanning.scan([str(shop)], app_type="online_shopping", cache=False)["apps"][0]


def rules(found):
    return {one["rule"] for one in found["findings"]}


def test_the_answer_has_the_fields_that_are_promised(shop):
    result = CliRunner().invoke(main, ["scan", "app", str(shop), "--json", "--no-cache"])
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert {"apps", "unreadable", "coverage", "blind_spots"} <= set(document)
    app = document["apps"][0]
    assert {
        "path",
        "package",
        "version",
        "sha256",
        "target_sdk",
        "packed",
        "permissions",
        "sdks",
        "calls",
        "endpoints",
        "findings",
    } <= set(app)
    assert {"name", "kind", "level", "necessary"} <= set(app["permissions"][0])
    assert {"name", "vendor", "evidence"} <= set(app["sdks"][0])
    assert {"api", "kind", "from", "owner"} <= set(app["calls"][0])
    assert {"host", "cleartext", "place"} <= set(app["endpoints"][0])


def test_permissions_stand_beside_the_necessary_list_of_the_type(answer):
    found = {
        one["name"].rpartition(".")[2]: (one["kind"], one["level"], one["necessary"]) for one in answer["permissions"]
    }
    assert found == {
        "INTERNET": (None, "normal", None),
        "READ_PHONE_STATE": ("device_identifier", "dangerous", False),
        "READ_CONTACTS": ("contacts", "dangerous", False),
        "ACCESS_FINE_LOCATION": ("geo_point", "dangerous", False),
    }


@pytest.mark.parametrize(
    ("given", "necessary"),
    [("map_navigation", True), ("1", True), ("地图导航类", True), ("news", False), (None, None)],
    ids=str,
)
def test_whether_a_permission_is_necessary_follows_the_type(shop, given, necessary):
    app = scanning.scan([str(shop)], app_type=given, cache=False)["apps"][0]
    assert {one["necessary"] for one in app["permissions"] if one["kind"] == "geo_point"} == {necessary}


def test_a_permission_is_used_only_where_code_uses_it(answer):
    found = {one["name"].rpartition(".")[2]: one["used"] for one in answer["permissions"]}
    assert found == {"INTERNET": None, "READ_PHONE_STATE": True, "READ_CONTACTS": True, "ACCESS_FINE_LOCATION": False}


def test_what_a_package_contains_never_decides(answer):
    assert {one["strength"] for one in answer["findings"]} == {"supports", "context"}
    assert {
        "reached_before_consent",
        "permission_beyond_necessary",
        "permission_unused",
        "sdk_reads",
        "debuggable",
    } <= rules(answer)
    assert "policy_not_found" not in rules(answer)


def test_the_article_of_the_necessary_list_is_that_of_the_type(answer):
    cites = {cite for one in answer["findings"] for cite in one["articles"] if cite.startswith("app-necessary")}
    assert cites == {"app-necessary-2021@2021/5(6)"}


def test_articles_are_those_of_the_day(shop):
    from datetime import date

    app = scanning.scan([str(shop)], app_type="6", on=date(2018, 1, 1), cache=False)["apps"][0]
    cites = {cite for one in app["findings"] for cite in one["articles"]}
    assert "csl@2017/41.1" in cites
    assert not any(cite.startswith(("csl@2026", "app-", "pipl")) for cite in cites)


def test_every_behaviour_of_the_method_is_answered(answer):
    assert len(answer["behaviours"]) == 31
    assert all(one["articles"] == [f"app-method-2019@2019/{one['behaviour']}"] for one in answer["behaviours"])
    shown = {one["behaviour"]: one["findings"] for one in answer["behaviours"]}
    assert shown["3(1)"] == ["reached_before_consent"]
    assert {one["says"] for one in answer["behaviours"]} == {"shows", "hints", "silent"}


def log(place, *rows):
    place.write_text("\n".join(json.dumps(row) for row in rows))
    return str(place)


STACK = [
    "android.telephony.TelephonyManager.getDeviceId(TelephonyManager.java:1)",
    "com.umeng.commonsdk.UMConfigure.init(Unknown Source:4)",
]
READ_IMEI = {
    "time": "2026-11-20T10:00:00+08:00",
    "api": "android.telephony.TelephonyManager.getDeviceId",
    "stack": STACK,
}


@pytest.mark.parametrize(
    ("consent", "side", "decides"),
    [("2026-11-20T10:00:01+08:00", "before", True), ("2026-11-20T10:00:00+08:00", "after", False), (None, None, False)],
    ids=["before consent", "after consent", "nobody says"],
)
def test_only_what_a_monitor_saw_before_consent_decides(shop, tmp_path, consent, side, decides):
    place = log(tmp_path / "calls.jsonl", READ_IMEI)
    app = scanning.scan([str(shop)], runtime=place, consent_at=consent)["apps"][0]
    called = [one for one in app["calls"] if one["evidence"] == "called"]
    assert [(one["kind"], one["owner"], one["sdk"], one["consent"], one["at"]) for one in called] == [
        ("imei", "SDK", "Umeng Analytics", side, "2026-11-20T10:00:00+08:00")
    ]
    assert ("decides" in {one["strength"] for one in app["findings"]}) is decides


def test_a_log_and_a_list_that_have_changed_are_read_again(shop, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    own = tmp_path / "sdks.csv"

    def answer(vendor, *calls):
        own.write_text(f"name,vendor,prefixes\nShop helper,{vendor},com.example.shop.Helper\n")
        place = log(tmp_path / "calls.jsonl", *calls)
        app = scanning.scan([str(shop)], runtime=place, sdks=str(own))["apps"][0]
        vendors = {one["vendor"] for one in app["sdks"] if one["name"] == "Shop helper"}
        return vendors, sum(one["evidence"] == "called" for one in app["calls"])

    assert answer("Example Ltd", READ_IMEI) == ({"Example Ltd"}, 1)
    assert answer("Another Ltd", READ_IMEI, READ_IMEI) == ({"Another Ltd"}, 2)


def test_a_monitor_may_say_itself_when_consent_was_given(shop, tmp_path):
    consent = {"time": "2026-11-20T10:00:05+08:00", "event": "consent"}
    app = scanning.scan([str(shop)], runtime=log(tmp_path / "calls.jsonl", READ_IMEI, consent))["apps"][0]
    assert "called_before_consent" in rules(app)


def test_settings_that_are_no_identifier_are_no_personal_information(shop, tmp_path):
    api = "android.provider.Settings$Secure.getString"
    place = log(
        tmp_path / "calls.jsonl",
        {**READ_IMEI, "api": api, "args": ["brightness"]},
        {**READ_IMEI, "api": api, "args": ["android_id"]},
    )
    app = scanning.scan([str(shop)], runtime=place)["apps"][0]
    assert [one["kind"] for one in app["calls"] if one["evidence"] == "called"] == [None, "android_id"]


def test_lines_of_a_log_that_say_nothing_are_counted(shop, tmp_path):
    place = tmp_path / "calls.jsonl"
    place.write_text(json.dumps(READ_IMEI) + "\nnot json\n[1]\n{}\n")
    assert len(scanning.scan([str(shop)], runtime=str(place))["coverage"]["skipped"]) == 3


@pytest.mark.parametrize(
    "option",
    [["--type", "spaceship"], ["--sdks", "nowhere.csv"], ["--runtime", "nowhere.jsonl"], ["--consent-at", "soon"]],
    ids=["type", "sdks", "runtime", "consent"],
)
def test_an_option_that_cannot_be_used_is_named(shop, option):
    result = CliRunner().invoke(main, ["scan", "app", str(shop), *option, "--lang", "en"])
    assert result.exit_code == 2
    assert option[0] in result.stderr


def test_an_sdk_of_the_users_own_list_is_found(shop, tmp_path):
    own = tmp_path / "sdks.csv"
    own.write_text("name,vendor,prefixes\nShop helper,Example Ltd,com.example.shop.Helper\n")
    app = scanning.scan([str(shop)], sdks=str(own))["apps"][0]
    assert ("Shop helper", "Example Ltd", "calls") in {
        (one["name"], one["vendor"], one["evidence"]) for one in app["sdks"]
    }


def test_trackers_of_a_list_of_exodus_are_found_and_no_others(tmp_path):
    listed = REAL / "exodus_signatures.csv"
    if not listed.exists():
        pytest.skip("the list of trackers is not here")
    if reason := app_kept.without_tools():
        pytest.skip(reason)
    with listed.open(encoding="utf-8", newline="") as file:
        trackers = {row["name"]: row["code_signature"].split("|")[0] for row in csv.DictReader(file)}
    trackers = {name: one for name, one in trackers.items() if one and one[0] != "."}  # those begin anywhere
    chosen = {name: prefix.rstrip(".").replace("\\", "") for name, prefix in list(trackers.items())[::9]}
    classes = {prefix.replace(".", "/") + "/Thing": ("java/lang/Object", "") for prefix in chosen.values()}
    place = app_kept.built(tmp_path, code=app_kept.dex(tmp_path, classes), signed=False)
    found = read(place.read_bytes(), data.read_sdks(listed.read_text(encoding="utf-8")))
    assert {one.sdk.name for one in found.sdks} == set(chosen)


def test_what_is_no_app_ends_with_two_and_its_reason(tmp_path):
    place = tmp_path / "mini.wxapkg"
    place.write_bytes(b"\xbe" + bytes(12) + b"\xed" + bytes(30))
    result = CliRunner().invoke(main, ["scan", "app", str(place), "--json", "--no-cache"])
    assert result.exit_code == 2
    assert "小程序" in json.loads(result.stdout)["unreadable"][0]["reason"]["zh"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_answer_can_be_read_on_a_terminal(shop, lang):
    text = scanning.render(scanning.scan([str(shop)], app_type="6", cache=False), lang)
    assert "com.example.shop" in text
    assert "Umeng Analytics" in text
    assert "{" not in text
