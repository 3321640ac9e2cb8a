"""Captures made by hand: a HAR, a pcap and a flow file around one request, with values in any form."""

import base64
import contextlib
import gzip
import hashlib
import json
import struct
from urllib.parse import quote

HOST = "t.tracker-example.com"


def encoded(how, value):
    """A value as an app may send it: media type, coding and body."""
    raw = value.encode()
    match how:
        case "plain":
            return "text/plain", b"v=1&x=" + raw + b"&y=2"
        case "url":
            return "application/x-www-form-urlencoded", b"v=1&x=" + "".join(f"%{b:02X}" for b in raw).encode() + b"&y=2"
        case "base64":
            return "text/plain", b"data=" + base64.b64encode(b'{"a":"' + raw + b'"}')
        case "hex":
            return "text/plain", b"data=" + raw.hex().encode()
        case "gzip":
            return "application/octet-stream", gzip.compress(b'{"x": "' + raw + b'"}', mtime=0)
        case "json":
            return "application/json", json.dumps({"v": 1, "deep": [{"x": value}]}).encode()
        case "protobuf":
            return "application/x-protobuf", b"\x08\x96\x01\x12" + bytes([len(raw)]) + raw + b"\x1a\x05hello"
    digest = hashlib.new(how, raw, usedforsecurity=False).hexdigest()
    return "text/plain", f"x={digest}&y=2".encode()


def har(
    body,
    media="text/plain",
    url=f"https://{HOST}/c",
    headers=(),
    cookies="",
    at="2026-11-20T10:00:00+08:00",
    ip="8.8.8.8",
):
    binary = any(byte > 127 for byte in body) or b"\0" in body
    text = base64.b64encode(body).decode() if binary else body.decode()
    post = {"mimeType": media, "text": text, **({"encoding": "base64"} if binary else {})}
    listed = [{"name": name, "value": value} for name, value in headers]
    if cookies:
        listed.append({"name": "Cookie", "value": cookies})
    entry = {
        "startedDateTime": at,
        "serverIPAddress": ip,
        "request": {"method": "POST", "url": url, "headers": listed, **({"postData": post} if body else {})},
        "response": {"status": 200},
    }
    first = {
        "startedDateTime": "2026-11-20T09:00:00+08:00",
        "request": {"method": "GET", "url": "https://www.shop-example.cn/", "headers": []},
    }
    return json.dumps({"log": {"version": "1.2", "entries": [first, entry]}}).encode()


def frame(
    payload,
    sport=40000,
    dport=80,
    sequence=1,
    flags=0x18,
    source="10.0.0.2",
    target="8.8.8.8",
    ipv6=False,
    vlan=False,
    udp=False,
):
    """An Ethernet frame with one TCP segment or UDP datagram."""
    transport = (
        struct.pack(">HHHH", sport, dport, 8 + len(payload), 0)
        if udp
        else struct.pack(">HHIIBBHHH", sport, dport, sequence, 0, 5 << 4, flags, 65535, 0, 0)
    )
    inner = transport + payload
    if ipv6:
        head = (
            struct.pack(">IHBB", 6 << 28, len(inner), 17 if udp else 6, 64)
            + b"\x20\x01"
            + b"\0" * 13
            + b"\1"
            + b"\x20\x01"
            + b"\0" * 13
            + b"\2"
        )
    else:
        octets = [bytes(map(int, address.split("."))) for address in (source, target)]
        head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(inner), 0, 0, 64, 17 if udp else 6, 0) + b"".join(octets)
    kind = b"\x86\xdd" if ipv6 else b"\x08\x00"
    return b"\0" * 12 + (b"\x81\x00\x00\x05" if vlan else b"") + kind + head + inner


def fragments(whole, ipv6):
    """The same frame in two fragments."""
    ether, head = whole[:14], whole[14 : 14 + (40 if ipv6 else 20)]
    inner = whole[14 + len(head) :]
    frames = []
    for start, end, more in ((0, 24, 1), (24, len(inner), 0)):
        piece = inner[start:end]
        if ipv6:
            piece = struct.pack(">BBHI", head[6], 0, start | more, 7) + piece
            frames.append(ether + head[:4] + struct.pack(">HB", len(piece), 44) + head[7:] + piece)
        else:
            said = head[:2] + struct.pack(">HHH", 20 + len(piece), 7, more << 13 | start >> 3)
            frames.append(ether + said + head[8:] + piece)
    return frames


def har_socket(sent, got, binary):
    """A HAR as browsers write it with the messages of a web socket."""
    messages = [
        {"type": kind, "time": 1_763_600_000.5, "opcode": 2 if binary else 1}
        | {"data": base64.b64encode(data).decode() if binary else data.decode()}
        for kind, data in (("receive", got), ("send", sent))
    ]
    request = {"method": "GET", "url": f"wss://{HOST}/s", "headers": []}
    return json.dumps({"log": {"entries": [{"request": request, "_webSocketMessages": messages}]}}).encode()


def mitm_socket(sent, got, binary):
    """A flow file with the messages of a web socket."""
    messages = [[2 if binary else 1, mine, data, 1_763_600_000.5, False] for mine, data in ((False, got), (True, sent))]
    request = {"host": HOST, "port": 443, "scheme": b"https", "path": b"/s", "headers": [], "content": b""}
    return tnetstring({"type": "http", "request": request, "websocket": {"messages": messages}})


def pcap(frames, start=1_763_600_000):
    """A pcap of frames, one a second."""
    records = (struct.pack("<IIII", start + n, 0, len(one), len(one)) + one for n, one in enumerate(frames))
    return b"".join([struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1), *records])


def post(body, media="text/plain", host=HOST, path="/c"):
    """An HTTP request as bytes."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )


def tnetstring(value):
    """A value as mitmproxy writes it."""
    match value:
        case bool():
            raw, mark = (b"true" if value else b"false"), b"!"
        case bytes():
            raw, mark = value, b","
        case str():
            raw, mark = value.encode(), b";"
        case int():
            raw, mark = str(value).encode(), b"#"
        case float():
            raw, mark = repr(value).encode(), b"^"
        case None:
            raw, mark = b"", b"~"
        case dict():
            raw, mark = b"".join(tnetstring(k) + tnetstring(v) for k, v in value.items()), b"}"
        case _:
            raw, mark = b"".join(map(tnetstring, value)), b"]"
    return str(len(raw)).encode() + b":" + raw + mark


def mitm(body, media="text/plain"):
    """A flow file with one request."""
    return tnetstring(
        {
            "type": "http",
            "version": 19,
            "request": {
                "host": HOST,
                "port": 443,
                "scheme": b"https",
                "path": b"/c?" + quote("a b").encode(),
                "headers": [[b"Content-Type", media.encode()]],
                "content": body,
                "timestamp_start": 1_763_600_000.5,
            },
            "server_conn": {"peername": ["8.8.8.8", 443]},
        }
    )


def tls(body, folder):
    """A pcap of one TLS conversation in which a client sent *body*, and the file of its keys; needs openssl for the certificate."""
    import ssl
    import subprocess

    certificate, key, keys = folder / "c.pem", folder / "k.pem", folder / "keys.log"
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}", "-days", "2"]
    subprocess.run([*asked, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    server.load_cert_chain(certificate, key)
    client.check_hostname, client.verify_mode, client.keylog_filename = False, ssl.CERT_NONE, str(keys)
    to_client, from_client, to_server, from_server = (ssl.MemoryBIO() for _ in range(4))
    one = client.wrap_bio(to_client, from_client, server_hostname=HOST)
    other = server.wrap_bio(to_server, from_server, server_side=True)
    frames = [
        frame(b"", dport=443, sequence=0, flags=2),
        frame(b"", sport=443, dport=40000, sequence=0, flags=0x12, source="8.8.8.8", target="10.0.0.2"),
    ]
    sent = {"client": 1, "server": 1}

    def carry():
        if data := from_client.read():
            frames.append(frame(data, dport=443, sequence=sent["client"]))
            sent["client"] += len(data)
            to_server.write(data)
        if data := from_server.read():
            frames.append(
                frame(data, sport=443, dport=40000, sequence=sent["server"], source="8.8.8.8", target="10.0.0.2")
            )
            sent["server"] += len(data)
            to_client.write(data)

    for _ in range(6):
        for side in (one, other):
            with contextlib.suppress(ssl.SSLWantReadError):
                side.do_handshake()
            carry()
    one.write(body)
    carry()
    return pcap(frames), keys


def socket_frame(payload, head=0x81, mask=b"\x37\xfa\x21\x3d"):
    """A frame of a web socket as its client sends it; *head* is its first byte, and an empty *mask* leaves it unmasked."""
    masks, said = 0x80 if mask else 0, len(payload)
    size = bytes([said | masks]) if said < 126 else bytes([126 | masks]) + struct.pack(">H", said)
    masked = bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload)) if mask else payload
    return bytes([head]) + size + mask + masked


def socket_opening():
    """The request that opens a web socket."""
    return f"GET /s HTTP/1.1\r\nHost: {HOST}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n".encode()


def http2(requests, padded=False):
    """What a client sends over HTTP/2: requests of headers and body, each set of headers in two frames, the second resting on the first."""
    from hpack import Encoder

    encoder, begun, bodies = Encoder(), [], []
    for number, (headers, body) in enumerate(requests):
        named = [(":method", "POST"), (":scheme", "https"), (":authority", HOST), (":path", "/c"), *headers]
        packed = encoder.encode(named)
        stream = 2 * number + 1
        begun += [_http2_frame(1, 0x20, stream, bytes(5) + packed[:5]), _http2_frame(9, 0x04, stream, packed[5:])]
        bodies.append(_http2_frame(0, 0x09 if padded else 0x01, stream, b"\x03" + body + bytes(3) if padded else body))
    return b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + _http2_frame(4, 0, 0, b"") + b"".join(begun + bodies[::-1])


def _http2_frame(kind, flags, stream, payload):
    return len(payload).to_bytes(3) + bytes([kind, flags]) + stream.to_bytes(4) + payload
