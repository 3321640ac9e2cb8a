"""Root file systems and images made by hand, small enough to be read in a test."""

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

from hegui.evidence.firmware.credentials import system_crypt

PEM = (
    "-----BEGIN RSA PRIVATE KEY-----\n"
    + "\n".join(["MIIEpAIBAAKCAQEA" + "b" * 48] * 4)
    + "\n-----END RSA PRIVATE KEY-----\n"
)


def hashed(password, method="$1$salt$"):
    return system_crypt()(password, method)


def camera():
    """The files of a camera with everything that is looked for."""
    return {
        "etc/passwd": f"root:{hashed('xc3511')}:0:0:root:/root:/bin/sh\nadmin:x:500:500::/:/bin/sh\nnobody:*:99:99::/:/bin/false\n",
        "etc/shadow": f"admin:{hashed('no-list-holds-this-1f7', '$6$salt$')}:17000:0:99999:7:::\n",
        "etc/inittab": "::sysinit:/etc/init.d/rcS\n::askfirst:-/bin/sh\n",
        "etc/init.d/rcS": "#!/bin/sh\n/usr/sbin/telnetd -l /bin/login &\n# vsftpd\nkillall httpd\n/usr/bin/go.sh\n",
        "usr/bin/go.sh": "#!/bin/sh\ndropbear -p 22\nboa -p 127.0.0.1:80\nwget http://fw.camera-maker.cn/update.bin -O /tmp/u && flash /tmp/u\n",
        "usr/bin/never.sh": "#!/bin/sh\nvsftpd\n",
        "etc/ssl/server.pem": PEM,
        "etc/cloud.conf": "server=https://cloud.camera-maker.cn/api\napp_secret=9f8e7d6c5b4a39281706f5e4d3c2b1a0\n",
        "bin/busybox": "\x7fELF....BusyBox v1.19.4 (2014-03-02)\0",
        "lib/libssl.so.1.0.0": "\x7fELF OpenSSL 1.0.2k  26 Jan 2017\0",
        "usr/lib/opkg/status": "Package: dnsmasq\nVersion: 2.80-16\nStatus: install ok installed\n\n",
        "system/app/Viewer/Viewer.apk": "PK",
    }


def tree(folder, files=None):
    """A folder of files from their texts."""
    for name, text in (camera() if files is None else files).items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("latin-1"))
    return Path(folder)


def tarred(path, files=None, more=()):
    """A tar of files; *more* are members (a TarInfo, or one with bytes)."""
    with tarfile.open(path, "w:gz") as archive:
        for name, text in (camera() if files is None else files).items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode("latin-1"))
            archive.addfile(member, io.BytesIO(text.encode("latin-1")))
        for member, data in more:
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def imaged(form, folder, path):
    """An image of a folder by the tools of the system; None where they are not installed."""
    commands = {
        "squashfs": ["mksquashfs", str(folder), str(path), "-quiet", "-noappend", "-no-progress"],
        "ext4": ["mkfs.ext4", "-q", "-d", str(folder), str(path), "8M"],
        "cpio": ["sh", "-c", 'cd "$0" && find . | cpio -o -H newc 2>/dev/null > "$1"', str(folder), str(path)],
    }
    needed = "cpio" if form == "cpio" else commands[form][0]
    program = shutil.which(needed) or shutil.which(needed, path="/usr/sbin:/sbin")
    if program is None:
        return None
    command = commands[form] if form == "cpio" else [program, *commands[form][1:]]
    subprocess.run(command, check=True, capture_output=True)
    return path
