"""Two products found from what they hold and send: at their own date, and as if it were today."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from conftest import ROOT, TODAY
from hegui import audit
from hegui.cli import main
from test_scenes import module_of

generator = module_of(ROOT / "examples" / "products" / "generate.py", "products")
OWN = date(2017, 9, 15)
DAYS = {"own_date": {"on": OWN}, "as_if_today": {"on": OWN, "as_if": TODAY}}
CONSENT = {"own_date": "csl@2017/41.1", "as_if_today": "csl@2026/43.1"}
INFORMED = {"own_date": "csl@2017/22.3", "as_if_today": "csl@2026/24.3"}
MENDED = {"own_date": "csl@2017/22.1", "as_if_today": "csl@2026/24.1"}


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """A product's findings by id, in one of its cases."""
    made = {}

    def case(name, which):
        if name not in made:
            profile = generator.generate(tmp_path_factory.mktemp(name), name)
            made[name] = audit.collect(audit.load([profile]), cache=False)
        out = tmp_path_factory.mktemp(which) / "dossier"
        found = audit.audit(made[name], out=out, **DAYS[which])[0]
        return {one["id"]: one for one in found.findings}

    return case


@pytest.mark.parametrize("which", DAYS)
def test_what_the_phone_sent_before_anybody_agreed_is_found_in_the_capture(judged, which):
    found = judged("phone_firmware", which)
    service, product = found["csl.pi_consent/service/updates"], found["csl.product_user_information/product/agent"]
    for finding, article in ((service, CONSENT[which]), (product, INFORMED[which])):
        assert (finding["verdict"], finding["proof"]) == ("not_met", "measured")
        assert article in finding["articles"]
        assert {exhibit["source"] for exhibit in finding["exhibits"]} == {"capture"}
        for kind in ("text messages", "address book", "call history", "IMEI", "location"):
            assert kind in finding["reason"]["en"]


@pytest.mark.parametrize("which", DAYS)
def test_no_value_of_the_test_identity_is_given_out(judged, which):
    text = json.dumps(judged("phone_firmware", which), ensure_ascii=False, default=str)
    assert not [value for value in generator.IDENTITY.values() if value in text]


@pytest.mark.parametrize("which", DAYS)
def test_the_camera_holds_the_password_that_its_register_leaves_open(judged, which):
    found = judged("cameras_with_known_passwords", which)
    held = found["csl.flaw_remedied/product/camera/known-passwords"]
    assert (held["verdict"], held["strength"]) == ("unproven", "supports")
    assert {exhibit["source"] for exhibit in held["exhibits"]} == {"flaw", "image"}
    assert all(word in held["reason"]["en"] for word in ("root", "telnet", "F-1"))
    open_flaw = found["csl.flaw_remedied/product/camera/F-1"]
    assert (open_flaw["verdict"], open_flaw["proof"]) == ("not_met", "registered")
    assert MENDED[which] in open_flaw["articles"]


def test_the_capture_of_the_camera_shows_a_scanning_burst_and_the_phone_lists_its_apps(tmp_path):
    for name in generator.PRODUCTS:
        generator.generate(tmp_path / name, name)
    run = CliRunner().invoke
    capture = run(main, ["scan", "traffic", str(tmp_path / "cameras_with_known_passwords/capture.pcap"), "--json"])
    assert "scanning_burst" in [f["rule"] for f in json.loads(capture.stdout)["captures"][0]["findings"]]
    image = run(main, ["scan", "firmware", str(tmp_path / "phone_firmware/rootfs"), "--json", "--no-cache"])
    apps = {app["path"]: app["privileged"] for app in json.loads(image.stdout)["images"][0]["apps"]}
    assert apps == {
        "system/app/Dialer/Dialer.apk": False,
        "system/priv-app/UpdateAgent/UpdateAgent.apk": True,
    }
