"""A short coverage-guided run of the fuzz target, where atheris is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TARGET = Path(__file__).parent / "fuzz" / "data.py"


def test_a_thousand_guided_inputs_break_nothing(tmp_path: Path):
    pytest.importorskip("atheris", reason="atheris is not installed")
    (tmp_path / "corpus").mkdir()
    for n, seed in enumerate(
        (b"\x01mobile,id\n13800138000,1\n", b'\x04{"a": "138 0013 8000"}\n', b"\x07From: a@b.com\n\nHi John,\n")
    ):
        (tmp_path / "corpus" / str(n)).write_bytes(seed)
    run = subprocess.run(
        [sys.executable, TARGET, "-runs=1000", "-max_len=2000", f"-artifact_prefix={tmp_path}/", tmp_path / "corpus"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert run.returncode == 0, run.stderr[-2000:]
