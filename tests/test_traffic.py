"""What captures show was sent: counts agree with other tools', canaries are found in every form and look-alikes are not."""

import base64
import contextlib
import csv
import gzip
import hashlib
import json
import shutil
import struct
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import traffic_kept as kept
from hegui.cli import main
from hegui.evidence.files import Unreadable
from hegui.evidence.traffic.canaries import Canaries
from hegui.evidence.traffic.carrying import MOST, carried, layers
from hegui.evidence.traffic.flows import Flow
from hegui.evidence.traffic.opening import opened
from hegui.evidence.traffic.parties import site
from hegui.evidence.traffic.places import place_of, table_date
from hegui.evidence.traffic.unpacking import LARGEST

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

THE_IMEI = Canaries({"imei": [CANARIES["imei"]]})


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
        b"id=" + base64.b64encode(b"8612345678901234"),
        b"id=" + base64.b64encode(b"a861234567890123"),
        b"id=" + "".join(f"%{byte:02X}" for byte in b"8612345678901234").encode(),
        b"id=" + b"8612345678901234".hex().encode(),
        b"id=" + "8612345678901234".encode("utf-16-le"),
    ],
)
def test_a_look_alike_is_no_canary(body):
    assert found_in(kept.har(body), "imei", CANARIES["imei"]) == set()


HASHED = {
    "mac": [
        ("a0:b1:c2:d3:e4:f5", form)
        for form in ("A0B1C2D3E4F5", "a0b1c2d3e4f5", "A0:B1:C2:D3:E4:F5", "a0-b1-c2-d3-e4-f5")
    ],
    "imei": [("86-123456-789012-3", "861234567890123")],
    "cn_mobile": [("13912345678", "+8613912345678"), ("+86 139 1234 5678", "13912345678")],
    "email": [("Zhang.San@Example.cn", "zhang.san@example.cn")],
    "cn_resident_id": [("11010119900307721X", "11010119900307721x")],
    "person_name": [("欧阳琪", "欧阳琪")],
}


@pytest.mark.parametrize("digest", ["md5", "sha1", "sha256"])
@pytest.mark.parametrize(("kind", "value", "sent"), [(k, v, s) for k, pairs in HASHED.items() for v, s in pairs])
def test_a_hash_is_known_of_each_form_in_which_apps_write_a_value(kind, value, sent, digest):
    raw = hashlib.new(digest, sent.encode(), usedforsecurity=False).digest()
    written = [raw.hex(), raw.hex().upper(), base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()]
    for one in (*written, f"/{written[3].rstrip('=')}/x"):
        assert found_in(kept.har(f"id={one}".encode()), kind, value) == {(kind, digest)}


@given(st.binary(max_size=5), st.binary(max_size=7), st.integers(0, 9), st.integers(0, 14))
def test_base64_of_a_value_within_other_bytes_is_that_value_and_no_other(before, after, digit, place):
    value = CANARIES["imei"]
    other = value[:place] + str(digit) + value[place + 1 :]
    for alphabet in (None, b"-_"):
        text = base64.b64encode(before + other.encode() + after, alphabet)
        alone = other == value and not before[-1:].isalnum() and not after[:1].isalnum()
        assert {how for _, _, how in THE_IMEI.found(b"d=" + text)} == ({"base64"} if alone else set())


IMEI = b"861234567890123"


@pytest.mark.parametrize(
    ("media", "body", "how"),
    [
        ("application/json", b'{"v": "' + b"".join(b"\\u%04X" % byte for byte in IMEI) + b'"}', "json"),
        ("application/json", b'{"p": "{\\"v\\": \\"' + IMEI + b'\\"}"}', "json"),
        ("application/x-protobuf", b"\x32\x0f" + IMEI + b"\x3a\x05hello\x42\x0f" + IMEI + b"\x48\x07", "protobuf"),
        ("application/grpc", b"\0\0\0\0\x11\x32\x0f" + IMEI, "protobuf"),
        ("application/octet-stream", b"\x82\xa2id\xaf" + IMEI + b"\xa1n\x01", "plain"),
        ("application/octet-stream", b"HEAD" + gzip.compress(b'{"v":"' + IMEI + b'"}') + b"TAIL", "gzip"),
        ("application/octet-stream", "设备861234567890123".encode("utf-16-le"), "plain"),
        ("text/plain", base64.encodebytes(gzip.compress(bytes(range(256)) + b' "' + IMEI + b'"')), "base64"),
        ("text/plain", gzip.compress(b' "' + IMEI + b'"').hex().encode(), "hex"),
        ("application/gzip", gzip.compress(b"first") + gzip.compress(b' "' + IMEI + b'"'), "gzip"),
        ("text/plain", "".join(f"\\x{byte:02x}" for byte in IMEI).encode(), "json"),
        ("application/octet-stream", b"\0\1" + zlib.compress(b' "' + IMEI + b'"'), "gzip"),
        ("text/plain", base64.b64encode(b"\0\1" + zlib.compress(b' "' + IMEI + b'"')), "base64"),
        ("application/octet-stream", b"\0\0\0" + b"T" + base64.b64encode(b'{"imei":"' + IMEI + b'"}'), "base64"),
        ("application/octet-stream", b"\x0f" + IMEI + b"2\x01a", "plain"),
    ],
    ids=[
        *("escapes", "JSON in JSON", "later fields", "gRPC", "msgpack", "within", "UTF-16", "lines", "packed hex"),
        *("packed in two", "escapes of bytes"),
        *("zlib within", "zlib in base64", "length before base64", "length before"),
    ],
)
@pytest.mark.parametrize("capture", ["har", "mitm"])
def test_what_apps_wrap_a_value_in_is_undone(capture, media, body, how):
    data = kept.har(body, media) if capture == "har" else kept.mitm(body, media)
    assert (("imei", how)) in found_in(data, "imei", IMEI.decode())


def test_a_body_that_a_recorder_wrote_one_character_a_byte_is_read_as_bytes():
    body = zlib.compress(b'{"v": "' + IMEI + b'"}')
    entry = json.loads(kept.har(b"x", "application/json"))
    entry["log"]["entries"][1]["request"]["postData"]["text"] = body.decode("latin-1")
    assert found_in(json.dumps(entry).encode(), "imei", IMEI.decode()) == {("imei", "gzip")}


def test_what_is_unpacked_from_one_part_is_bounded():
    bomb = base64.b64encode(gzip.compress(bytes(LARGEST)))
    flow = Flow(None, "h", None, None, "http", True, [("body", b" ".join([bomb] * 40))])
    assert len(carried([flow], None)) == 1
    assert sum(len(data) for _, data in layers("body", flow.parts[0][1], flow)) <= MOST


@pytest.mark.parametrize(
    "written", ["13912345678", "+8613912345678", "8613912345678", "0086 13912345678", "139 1234 5678", "139-1234-5678"]
)
def test_a_mobile_number_is_found_as_people_and_apps_write_it(written):
    assert found_in(kept.har(f"p={written}".encode()), "cn_mobile", "13912345678") == {("cn_mobile", "plain")}


@pytest.mark.parametrize("coding", ["deflate, gzip", "br", "zstd"])
def test_a_body_is_freed_of_all_that_its_headers_say_was_done_to_it(coding):
    import brotli
    import zstandard

    done = {
        "deflate, gzip": lambda data: gzip.compress(zlib.compress(data, wbits=-15)),
        "br": brotli.compress,
        "zstd": zstandard.compress,
    }
    flow = Flow(None, "h", None, None, "http", True, [("body", done[coding](SECRET))], coding=coding)
    assert {one.kind for one in carried([flow], THE_IMEI)[0] if one.certain} == {"imei"}


@pytest.mark.parametrize(
    ("body", "known"),
    [
        (b'{"lat": 31.230416, "acc": 5, "lng": 121.473701}', True),
        (b"l=121.473701;31.230416", True),
        (b"lat=31.230416&lng=121.473702", False),
        (b"lat=31.230416", False),
    ],
)
def test_a_place_is_known_by_its_latitude_and_longitude_and_not_by_one_of_them(body, known):
    assert bool(found_in(kept.har(body), "geo_point", CANARIES["geo_point"])) == known


def test_a_value_that_is_two_canaries_is_both():
    canaries = Canaries({"imei": ["861234567890123"], "device_identifier": ["861234567890123"]})
    assert {kind for _, kind, _ in canaries.found(b"id=861234567890123")} == {"imei", "device_identifier"}


def test_encodings_within_encodings_are_undone_and_named_by_the_outermost():
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


@pytest.mark.parametrize("ipv6", [False, True], ids=["IPv4", "IPv6"])
@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "backwards"])
def test_a_datagram_that_was_sent_in_fragments_is_put_together(ipv6, backwards):
    frames = kept.fragments(kept.frame(kept.post(b"imei=861234567890123"), ipv6=ipv6), ipv6)
    (flow,) = opened(kept.pcap(frames[::-1] if backwards else frames)).flows
    assert dict(flow.parts)["body"] == b"imei=861234567890123"


def test_a_connection_that_uses_the_ports_of_another_again_is_another():
    first, second = (
        [kept.frame(b"", sequence=begin, flags=2), kept.frame(kept.post(body), sequence=begin + 1)]
        for begin, body in ((100, b"a=1"), (4_000_000_000, b"b=2"))
    )
    flows = opened(kept.pcap([*first, *second])).flows
    assert [dict(flow.parts)["body"] for flow in flows] == [b"a=1", b"b=2"]


def test_a_capture_that_begins_with_an_answer_has_its_request():
    answer = kept.frame(b"HTTP/1.1 200 OK\r\n\r\n", sport=8080, dport=40000, source="8.8.8.8", target="10.0.0.2")
    (flow,) = opened(kept.pcap([answer, kept.frame(kept.post(b"a=1"), dport=8080)])).flows
    assert (flow.ip, dict(flow.parts)["body"]) == ("8.8.8.8", b"a=1")


def test_packets_of_a_link_layer_that_is_not_read_are_refused():
    data = bytearray(kept.pcap([kept.frame(b"x")]))
    data[20:24] = struct.pack("<I", 127)
    with pytest.raises(Unreadable) as problem:
        opened(bytes(data))
    assert problem.value.reason == "unknown_link"


def test_each_request_of_a_connection_stands_on_its_side_of_consent(tmp_path):
    posts = [kept.post(f"imei=86123456789012{n}".encode()) for n in range(3)]
    starts = [1 + sum(map(len, posts[:n])) for n in range(3)]
    (tmp_path / "c.pcap").write_bytes(
        kept.pcap([kept.frame(p, sequence=s) for p, s in zip(posts, starts, strict=True)])
    )
    answer = scan(tmp_path / "c.pcap", "--consent-at", "2025-11-20T08:53:22+08:00")  # a packet a second from 08:53:20
    assert [flow["consent"] for flow in answer["captures"][0]["flows"]] == ["before", "before", "after"]


def test_a_conversation_that_went_on_over_consent_is_on_no_side(tmp_path):
    frames = [kept.frame(b"861234567890123 ", dport=9999, sequence=1 + 16 * n) for n in range(4)]
    (tmp_path / "c.pcap").write_bytes(kept.pcap(frames))
    for at, side in (("08:53:20", "after"), ("08:53:22", None), ("08:53:24", "before")):
        answer = scan(tmp_path / "c.pcap", "--consent-at", f"2025-11-20T{at}+08:00")
        assert [flow["consent"] for flow in answer["captures"][0]["flows"]] == [side]


@pytest.mark.parametrize("binary", [False, True], ids=["text", "binary"])
@pytest.mark.parametrize("form", ["har", "mitm"])
def test_what_was_sent_over_a_web_socket_is_read_and_what_came_is_not(form, binary):
    sent, got = b'{"imei": "861234567890123"}', b'{"imei": "861234567890124"}'
    data = {"har": kept.har_socket, "mitm": kept.mitm_socket}[form](sent, got, binary)
    flows = opened(data).flows
    assert [(flow.protocol, flow.parts) for flow in flows[1:]] == [("websocket", [("payload", sent)])]
    assert flows[1].at is not None


SECRET = b'{"imei": "861234567890123"}'


def deflated(*messages):
    """Messages as one compressor packs them, each without the end that a web socket leaves off."""
    packer = zlib.compressobj(wbits=-15)
    return [(packer.compress(message) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4] for message in messages]


@pytest.mark.parametrize(
    "frames",
    [
        [kept.socket_frame(SECRET)],
        [kept.socket_frame(SECRET, mask=b"")],
        [
            kept.socket_frame(SECRET[:9], head=0x01),
            kept.socket_frame(b"", head=0x89),
            kept.socket_frame(SECRET[9:], head=0x80),
        ],
        [kept.socket_frame(one, head=0xC1) for one in deflated(SECRET, SECRET)],
        [kept.socket_frame(b" " * 200 + SECRET, head=0x82)],
    ],
    ids=["masked", "unmasked", "in pieces", "deflated", "long"],
)
def test_what_a_client_sent_over_a_web_socket_is_read_out_of_its_frames(frames):
    capture = opened(kept.pcap([kept.frame(kept.socket_opening() + b"".join(frames))]))
    sent = [flow for flow in capture.flows if flow.protocol == "websocket"]
    assert sent
    assert {flow.parts[0][1].strip() for flow in sent} == {SECRET}


def test_a_socket_that_was_refused_is_no_socket():
    data = kept.socket_opening() + kept.post(b"a=1")
    assert [flow.protocol for flow in opened(kept.pcap([kept.frame(data)])).flows] == ["http", "http"]


@pytest.mark.parametrize("padded", [False, True], ids=["plain", "padded"])
@pytest.mark.parametrize("before", [b"", kept.post(b"a=1")], ids=["at once", "after HTTP/1"])
def test_requests_of_http2_are_read_with_their_headers(before, padded):
    asked = [([("x-device", f"{n}"), ("cookie", "a=b")], b"imei=86123456789012%d" % n) for n in range(3)]
    flows = opened(kept.pcap([kept.frame(before + kept.http2(asked, padded))])).flows[1 if before else 0 :]
    assert [(flow.host, flow.parts) for flow in flows] == [
        (
            kept.HOST,
            [
                ("query", b"/c"),
                ("header", b"x-device: %d" % n),
                ("cookie", b"a=b"),
                ("body", b"imei=86123456789012%d" % n),
            ],
        )
        for n in range(3)
    ]


def test_bodies_of_http2_are_read_where_its_headers_are_damaged():
    data = kept.http2([([], SECRET)]).replace(b"\0\0\0\0\0", b"\xff" * 5, 1)
    assert [dict(flow.parts)["body"] for flow in opened(kept.pcap([kept.frame(data)])).flows] == [SECRET]


@pytest.mark.parametrize("version", [3, 4, 5])
@pytest.mark.parametrize("head", [0x30, 0x32], ids=["at most once", "at least once"])
def test_a_message_of_mqtt_is_read_apart_from_its_topic(version, head):
    begun = (b"\x06MQIsdp" if version == 3 else b"\x04MQTT") + bytes([version]) + b"\2\0\x3c\0\1c"
    before = (b"\0\7" if head & 6 else b"") + (b"\2\1\1" if version == 5 else b"")
    message = b"\0\6dev/up" + before + base64.b64encode(SECRET)
    sent = b"".join(bytes([kind, len(body)]) + body for kind, body in ((0x10, b"\0" + begun), (head, message)))
    assert found_in(kept.pcap([kept.frame(sent, dport=1883)]), "imei", IMEI.decode()) == {("imei", "base64")}


@given(
    st.binary(max_size=200),
    st.sampled_from([b"\x10\x0e\0\x04MQTT\x05", kept.socket_opening(), b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]),
)
def test_any_frames_are_read(data, start):
    flows = opened(kept.pcap([kept.frame(start + data)])).flows
    assert len(carried(flows, THE_IMEI)) == len(flows)


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


def test_the_day_of_the_table_of_places_is_said(tmp_path):
    (tmp_path / "a.har").write_bytes(kept.har(b"a=1"))
    assert scan(tmp_path / "a.har")["places"] == {"as_of": table_date().isoformat()}


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


@pytest.mark.parametrize(
    "sent",
    [kept.post(SECRET, "application/json"), kept.http2([([("content-type", "application/json")], SECRET)])],
    ids=["HTTP/1", "HTTP/2"],
)
@pytest.mark.parametrize(("with_keys", "carries"), [(True, [("imei", "json", True)]), (False, [])])
def test_what_was_sent_in_tls_is_seen_with_the_keys_of_the_test_device_and_not_without(
    tmp_path, with_keys, carries, sent
):
    if not shutil.which("tshark") or not shutil.which("openssl"):
        pytest.skip("tshark or openssl is not installed")
    data, keys = kept.tls(sent, tmp_path)
    (tmp_path / "tls.pcap").write_bytes(data)
    more = ["--keylog", keys] if with_keys else []
    answer = scan(tmp_path / "tls.pcap", "--canary", "imei=861234567890123", *more)
    (flow,) = answer["captures"][0]["flows"]
    assert (flow["host"], flow["encrypted"]) == (kept.HOST, True)
    assert [(c["kind"], c["how"], c["canary"]) for c in flow["carries"]] == carries
