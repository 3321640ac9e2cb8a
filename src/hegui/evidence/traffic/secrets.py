"""TLS opened with the keys that a test device wrote down (SSLKEYLOGFILE): tshark does it, where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

MOST_STREAMS = 500
SECONDS = 120

_STREAM = re.compile(r"Filter: tcp\.stream eq (\d+)\nNode 0: (.*)\nNode 1: .*\n((?:\t?[0-9a-f]*\n)*)")


def available() -> bool:
    """Whether tshark is installed."""
    return shutil.which("tshark") is not None


def opened(capture: Path, keys: Path, servers: Sequence[str]) -> dict[int, bytes]:
    """What the client of each TLS conversation of a pcap sent, decrypted, by its number; empty where the keys fit none of them.

    *servers* are address and port of the server of each TCP conversation, in the order in which they began.
    """
    asked = [part for n in range(min(len(servers), MOST_STREAMS)) for part in ("-z", f"follow,tls,raw,{n}")]
    command = ["tshark", "-r", str(capture), "-o", f"tls.keylog_file:{keys}", "-n", "-q", *asked]
    try:
        run = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return {}
    found: dict[int, bytes] = {}
    for stream in _STREAM.finditer(run.stdout.decode("utf-8", "replace")):
        number = int(stream[1])
        indented = stream[2] == servers[number]  # tshark indents what its second node sent
        lines = [line for line in stream[3].splitlines() if line.startswith("\t") is indented]
        if sent := "".join(line.strip() for line in lines):
            found[number] = bytes.fromhex(sent)
    return found
