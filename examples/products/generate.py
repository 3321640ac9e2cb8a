"""Generate the raw evidence of two products: a phone whose firmware sends out its user's life, and cameras with a known password.

    python examples/products/generate.py FOLDER [PRODUCT…]

Everything is invented: the test identity, the operators, and the addresses (those reserved for documentation).
"""

from __future__ import annotations

import argparse
import json
import shutil
import struct
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import yaml

HERE = Path(__file__).parent
SHANGHAI = timezone(timedelta(hours=8))
SENT = datetime(2017, 9, 10, 9, tzinfo=SHANGHAI)
IDENTITY = {
    "imei": "861234567890123",
    "imsi": "460001357924680",
    "cn_mobile": "13912345678",
    "sms": "canary message: the train leaves at nine",
    "contacts": "Canary Person of the Test House",
    "call_log": "canary call of 47 seconds to nobody",
    "location": "31.230416,121.473701",
}


def main() -> None:
    """Write the folders of some products, or of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("products", nargs="*", default=list(PRODUCTS), metavar="PRODUCT")
    arguments = parser.parse_args()
    for name in arguments.products:
        print(generate(arguments.folder / name, name))


def generate(folder: Path, name: str) -> Path:
    """Write profile and evidence of one product; gives the path of the profile."""
    folder.mkdir(parents=True, exist_ok=True)
    PRODUCTS[name](folder)
    return Path(shutil.copy(HERE / name / "hegui.yaml", folder / "hegui.yaml"))


def _phone(folder: Path) -> None:
    (folder / "test_identity.yaml").write_text(yaml.safe_dump(IDENTITY, allow_unicode=True), encoding="utf-8")
    entries = [_posted(n, {kind: value}) for n, (kind, value) in enumerate(IDENTITY.items())]
    (folder / "capture.har").write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    _tree(
        folder / "rootfs",
        {
            "system/build.prop": "ro.product.model=example\nro.debuggable=0\nro.fota.url=http://fota.example-fota.cn/update.zip\n",
            "system/priv-app/UpdateAgent/UpdateAgent.apk": "PK\x03\x04",
            "system/app/Dialer/Dialer.apk": "PK\x03\x04",
            "init.rc": "service agent /system/bin/agent\n    class main\n",
            "vendor/etc/empty.conf": "\n",
        },
    )


def _posted(number: int, body: dict[str, str]) -> dict[str, object]:
    """One request of the agent, as a browser would note it."""
    return {
        "startedDateTime": (SENT + timedelta(minutes=number)).isoformat(),
        "serverIPAddress": "203.0.113.10",
        "request": {
            "method": "POST",
            "url": "http://fota.example-fota.cn/report",
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "postData": {"mimeType": "application/json", "text": json.dumps(body)},
        },
        "response": {"status": 200},
    }


def _cameras(folder: Path) -> None:
    password = "$1$camera$e6br0lRLVZe3CoWegcsMo."  # crypt(3) of a password of the botnet's list
    _tree(
        folder / "rootfs",
        {
            "etc/passwd": f"root:{password}:0:0:root:/root:/bin/sh\nftp:*:14:50::/:/bin/false\n",
            "etc/inittab": "::sysinit:/etc/init.d/rcS\nttyS0::respawn:/sbin/getty 115200 ttyS0\n",
            "etc/init.d/rcS": "#!/bin/sh\nmount -a\n/usr/sbin/telnetd &\n/usr/bin/httpd -p 80\n",
            "bin/busybox": "\x7fELF BusyBox v1.19.4 (2014-03-02 10:00:00 CST)\0",
            "lib/modules/3.0.8/camera.ko": "\x7fELF",
        },
    )
    (folder / "capture.pcap").write_bytes(_scanning())
    heading = "漏洞编号,产品名称,发现时间,漏洞等级,修复日期,告知用户日期,报告时间,报告部门"
    row = "F-1,camera,2017-06-19 10:00,高危,,,,"
    (folder / "flaws.csv").write_text(f"{heading}\n{row}\n", encoding="gb18030")


def _scanning() -> bytes:
    """One camera that tries the remote shells of two hundred others within some seconds."""
    data = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    start = int(SENT.timestamp())
    for number in range(200):
        target = bytes([198, 51, 100, number])
        tcp = struct.pack(
            ">HHIIBBHHH", 40000 + number, 2323 if number % 10 == 0 else 23, number, 0, 5 << 4, 2, 1024, 0, 0
        )
        head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0) + bytes([192, 0, 2, 7]) + target
        frame = b"\0" * 12 + b"\x08\x00" + head + tcp
        data += struct.pack("<IIII", start + number // 40, 0, len(frame), len(frame)) + frame
    return data


def _tree(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("latin-1"))


PRODUCTS: dict[str, Callable[[Path], None]] = {"cameras_with_known_passwords": _cameras, "phone_firmware": _phone}

if __name__ == "__main__":
    main()
