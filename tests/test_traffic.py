"""What captures show was sent: counts agree with other tools', canaries are found in every form and look-alikes are not."""

import contextlib
import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import traffic_kept as kept
from hegui.cli import main
from hegui.evidence.files import Unreadable
from hegui.evidence.traffic.canaries import Canaries
from hegui.evidence.traffic.carrying import carried
from hegui.evidence.traffic.opening import opened
from hegui.evidence.traffic.parties import site
from hegui.evidence.traffic.places import place_of

REAL = Path(__file__).parents[2] / "shared" / "real"
HOWS = ["plain", "url", "base64", "hex", "gzip", "json", "protobuf", "md5", "sha1", "sha256"]
CANARIES = {
    "imei": "861234567890123",
    "cn_mobile": "13912345678",
    "email": "canary.person+test@mail.example",
    "mac": "02:4B:9D:11:7A:C3",
    "advertising_id": "6d92078a-8246-4ba4-ae5b-76104861e7dc",
    "person_name": "欧阳金丝雀",
    "android_id": "9774d56d682e549c",
    "geo_point": "31.230416,121.473701",
}


def truth(name):
    path = REAL / "truth" / name
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def real(name):
    if not (REAL / name).exists():
        pytest.skip("the real evidence is not here (../shared/real)")
    return (REAL / name).read_bytes()


@pytest.mark.parametrize("row", truth("har_truth.csv"), ids=lambda row: row["path"])
def test_entries_hosts_and_clear_requests_of_a_har_agree_with_the_truth(row):
    data = real(row["path"])
    if not row["entries"].isdigit() or row["path"].endswith(".harp"):
        with pytest.raises(Unreadable):
            opened(data)
        return
    capture = opened(data)
    counted = (capture.units, len({f.host for f in capture.flows}), sum(not f.encrypted for f in capture.flows))
    assert counted == (int(row["entries"]), int(row["hosts"]), int(row["http_cleartext_requests"]))


@pytest.mark.parametrize("row", truth("pcap_truth.csv"), ids=lambda row: row["path"])
def test_frames_times_and_clear_logins_of_a_pcap_agree_with_the_truth(row):
    capture = opened(real(row["path"]))
    logins = sum(len(flow.logins) for flow in capture.flows)
    assert (capture.units, str(capture.first)[:19], logins, capture.cut) == (
        int(row["frames(tshark)"]),
        row["first_utc"][:19],
        int(row["cleartext_credentials(tshark -z credentials)"]),
        False,
    )


def found_in(data, kind, value):
    canaries = Canaries({kind: [value]})
    return {(c.kind, c.how) for some in carried(opened(data).flows, canaries) for c in some if c.certain}


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("kind", CANARIES)
@pytest.mark.parametrize("capture", ["har", "pcap", "mitm"])
def test_a_canary_is_found_in_every_form_in_every_capture_and_named_by_its_form(capture, kind, how):
    media, body = kept.encoded(how, CANARIES[kind])
    data = {
        "har": lambda: kept.har(body, media),
        "pcap": lambda: kept.pcap([kept.frame(kept.post(body, media))]),
        "mitm": lambda: kept.mitm(body, media),
    }[capture]()
    assert found_in(data, kind, CANARIES[kind]) == {(kind, how)}


@pytest.mark.parametrize(
    ("where", "data"),
    [
        ("query", lambda v: kept.har(b"", url=f"https://{kept.HOST}/c?imei={v}")),
        ("header", lambda v: kept.har(b"", headers=[("X-Device", v)])),
        ("cookie", lambda v: kept.har(b"", cookies=f"did={v}; a=b")),
        ("body", lambda v: kept.har(f"imei={v}".encode())),
        ("payload", lambda v: kept.pcap([kept.frame(f"hello {v} x".encode(), dport=9999, udp=True)])),
    ],
    ids=["query", "header", "cookie", "body", "payload"],
)
def test_a_canary_is_found_wherever_it_stands(where, data):
    canaries = Canaries({"imei": [CANARIES["imei"]]})
    found = {c.where for some in carried(opened(data(CANARIES["imei"])).flows, canaries) for c in some if c.certain}
    assert found == {where}


@pytest.mark.parametrize(
    "body",
    [
        b"id=8612345678901234",
        b"id=1861234567890123",
        b"trace=a861234567890123b",
        b"h=" + b"d41d8cd98f00b204e9800998ecf8427e",
        b"imei=861234567890124",
        b"861234567890 123",
    ],
)
def test_a_look_alike_is_no_canary(body):
    assert found_in(kept.har(body), "imei", CANARIES["imei"]) == set()


@pytest.mark.parametrize("written", ["13912345678", "+8613912345678", "8613912345678", "0086 13912345678"])
def test_a_mobile_number_is_found_behind_the_code_of_its_country(written):
    assert found_in(kept.har(f"p={written}".encode()), "cn_mobile", "13912345678") == {("cn_mobile", "plain")}


def test_encodings_within_encodings_are_undone_and_named_by_the_outermost():
    import base64
    import gzip
    from urllib.parse import quote

    packed = base64.b64encode(gzip.compress(b'{"imei":"861234567890123"}', mtime=0)).decode()
    assert ("imei", "url") in found_in(kept.har(f"d={quote(packed, safe='')}".encode()), "imei", CANARIES["imei"])


def test_segments_out_of_order_and_sent_twice_are_read_once_in_order():
    whole = kept.post(b"imei=861234567890123")
    first, second, third = whole[:30], whole[30:80], whole[80:]
    frames = [
        kept.frame(third, sequence=81),
        kept.frame(first, sequence=1),
        kept.frame(second, sequence=31),
        kept.frame(second, sequence=31),
    ]
    frames = [kept.frame(b"", sequence=0, flags=2), *frames]
    capture = opened(kept.pcap(frames))
    (flow,) = capture.flows
    assert (flow.host, dict(flow.parts)["body"]) == (kept.HOST, b"imei=861234567890123")


@pytest.mark.parametrize("more", [{"vlan": True}, {"ipv6": True}], ids=["vlan", "ipv6"])
def test_frames_of_other_shapes_are_read(more):
    capture = opened(kept.pcap([kept.frame(kept.post(b"a=1"), **more)]))
    assert [flow.host for flow in capture.flows] == [kept.HOST]


def test_many_tries_at_remote_shells_within_a_minute_are_noted_and_a_few_are_not(tmp_path):
    def capture(hosts):
        return kept.pcap(
            [kept.frame(b"", dport=23, flags=2, target=f"10.1.0.{n}", sport=3000 + n) for n in range(hosts)]
        )

    for hosts, noted in ((40, True), (5, False)):
        path = tmp_path / f"{hosts}.pcap"
        path.write_bytes(capture(hosts))
        answer = scan(path)
        assert [f["rule"] for f in answer["captures"][0]["findings"]] == (["scanning_burst"] if noted else [])


@pytest.mark.parametrize(
    ("address", "place"),
    [("8.8.8.8", "US"), ("114.114.114.114", "CN"), ("10.0.0.1", None), ("not an address", None), (None, None)],
)
def test_an_address_is_placed_where_it_is_registered(address, place):
    assert place_of(address) == place


def scan(*arguments):
    run = CliRunner().invoke(
        main, ["scan", "traffic", *map(str, arguments), "--json", "--no-cache", "--on", "2026-11-21"]
    )
    assert run.exit_code == 0, run.output
    return json.loads(run.stdout)


def test_the_answer_says_who_got_what_and_what_stands_against_it(tmp_path):
    path = tmp_path / "session.har"
    path.write_bytes(kept.har(b"imei=861234567890123", url=f"http://{kept.HOST}/c"))
    answer = scan(path, "--canary", "imei=861234567890123", "--consent-at", "2026-11-20T11:00:00+08:00")
    flow = answer["captures"][0]["flows"][1]
    assert flow["carries"] == [{"kind": "imei", "how": "plain", "where": "body", "canary": True}]
    assert (flow["host"], flow["place"], flow["encrypted"], flow["third_party"], flow["consent"]) == (
        kept.HOST,
        "US",
        False,
        True,
        "before",
    )
    assert {f["rule"]: f["strength"] for f in answer["captures"][0]["findings"]} == {
        "sent_before_consent": "decides",
        "sent_in_clear": "decides",
        "sent_to_third_party": "supports",
        "sent_abroad": "context",
    }
    assert all(f["articles"] for f in answer["captures"][0]["findings"])
    assert "861234567890123" not in json.dumps(answer)


def test_what_only_looks_like_personal_information_never_decides(tmp_path):
    path = tmp_path / "session.har"
    path.write_bytes(kept.har(b"phone=13912345678", url=f"http://{kept.HOST}/c"))
    answer = scan(path, "--consent-at", "2026-11-20T11:00:00+08:00")
    assert {f["strength"] for f in answer["captures"][0]["findings"]} == {"supports", "context"}


def test_no_value_of_the_test_identity_is_in_any_output(tmp_path):
    for how in HOWS:
        for kind, value in CANARIES.items():
            media, body = kept.encoded(how, value)
            (tmp_path / f"{kind}-{how}.har").write_bytes(kept.har(body, media))
    given_values = [part for kind, value in CANARIES.items() for part in ("--canary", f"{kind}={value}")]
    for form in (["--json"], ["--lang", "zh"], ["--lang", "en"]):
        run = CliRunner().invoke(main, ["scan", "traffic", str(tmp_path), *given_values, *form])
        assert run.exit_code == 0
        assert not [value for value in CANARIES.values() if value in run.output]


@pytest.mark.parametrize(
    ("canary", "status"), [("imei=861234567890123", 0), ("imei", 2), ("nonsense=1234567", 2), ("imei=12", 2)]
)
def test_a_canary_that_cannot_be_used_is_refused_without_showing_it(tmp_path, canary, status):
    (tmp_path / "a.har").write_bytes(kept.har(b"x=1"))
    run = CliRunner().invoke(main, ["scan", "traffic", str(tmp_path / "a.har"), "--canary", canary])
    assert run.exit_code == status


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"log": {"entries": [', "damaged_har"),
        (b'{"log": {}}', "damaged_har"),
        (b"\x1f\x8b\x08\x00garbage", "damaged_capture"),
        (b"GET / HTTP/1.1\r\n", "no_capture"),
        (b"12:hello", "no_capture"),
        (b"\x00" * 100, "no_capture"),
    ],
)
def test_damaged_files_are_refused_with_a_reason(data, reason):
    with pytest.raises(Unreadable) as problem:
        opened(data)
    assert problem.value.reason == reason


def test_a_capture_that_breaks_off_is_read_up_to_there_and_said():
    whole = kept.pcap([kept.frame(kept.post(b"a=1")), kept.frame(b"x" * 500, dport=81)])
    capture = opened(whole[:-100])
    assert (capture.units, capture.cut, len(capture.flows)) == (1, True, 1)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"\xd4\xc3\xb2\xa1", b"\x0a\x0d\x0d\x0a", b'{"log":{"entries":', b"5:", b"\x1f\x8b"]),
)
def test_any_bytes_are_a_capture_or_a_reason(data, start):
    with contextlib.suppress(Unreadable):
        flows = opened(start + data).flows
        assert len(carried(flows, None)) == len(flows)


@given(st.binary(max_size=200), st.sampled_from([80, 21, 23, 25, 53, 443]), st.booleans())
def test_any_payload_is_read(payload, port, udp):
    frames = [kept.frame(payload, dport=port, udp=udp), kept.frame(payload, sport=port, dport=40000, udp=udp)]
    flows = opened(kept.pcap(frames)).flows
    assert len(carried(flows, None)) == len(flows)


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("www.shop.com.cn", "shop.com.cn"),
        ("a.b.github.io", "b.github.io"),
        ("t.tracker.example", "tracker.example"),
        ("localhost", "localhost"),
        ("10.0.0.1", "10.0.0.1"),
        ("", ""),
    ],
)
def test_a_site_is_the_registrable_domain(host, own):
    assert site(host) == own


@pytest.mark.parametrize(("with_keys", "carries"), [(True, [("imei", "json", True)]), (False, [])])
def test_what_was_sent_in_tls_is_seen_with_the_keys_of_the_test_device_and_not_without(tmp_path, with_keys, carries):
    if not shutil.which("tshark") or not shutil.which("openssl"):
        pytest.skip("tshark or openssl is not installed")
    data, keys = kept.tls(kept.post(b'{"imei": "861234567890123"}', "application/json"), tmp_path)
    (tmp_path / "tls.pcap").write_bytes(data)
    more = ["--keylog", keys] if with_keys else []
    answer = scan(tmp_path / "tls.pcap", "--canary", "imei=861234567890123", *more)
    (flow,) = answer["captures"][0]["flows"]
    assert (flow["host"], flow["encrypted"]) == (kept.HOST, True)
    assert [(c["kind"], c["how"], c["canary"]) for c in flow["carries"]] == carries
