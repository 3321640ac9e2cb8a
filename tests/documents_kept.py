"""Documents for tests: written to a folder, read by the collector, given back as plain rows."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from hegui.engine import Source
from hegui.evidence.documents import collector

REAL = Path(__file__).parents[2] / "shared" / "real" / "policies"
TAKEN_AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
PLAN = "网络安全事件应急预案\n一、组织机构与职责\n二、事件分级\n三、应急响应和处置流程\n四、报告\n五、恢复与总结\n六、演练\n"
PLAN_TOPICS = ["organisation", "classification", "response_steps", "reporting", "recovery", "drill"]
Rows = Mapping[str, list[dict[str, Any]]]


def read(folder: Path, *declared: dict[str, Any]) -> Rows:
    source = Source(
        "op", "papers", "documents", str(folder), "documents", taken_at=TAKEN_AT, options={"documents": list(declared)}
    )
    facts = collector.merge(source, [collector.read(shard) for shard in collector.shards(source)])
    return {
        name: facts[name].to_pylist() if name in facts else []
        for name in ("document", "exhibit", "coverage", "skipped", "unreadable")
    }


def one(folder: Path, name: str, data: bytes, kind: str = "emergency_plan") -> Rows:
    (folder / name).write_bytes(data)
    return read(folder, {"file": name, "document": kind})


def word(*paragraphs: str, table: tuple[str, ...] = ()) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        cells = document.add_table(1, len(table)).rows[0].cells
        for cell, text in zip(cells, table, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(*lines: str, title: str | None = None) -> bytes:
    """A PDF of one page that shows ASCII lines."""
    shown = b"".join(b"(%s) Tj 0 -14 Td " % line.encode() for line in lines)
    content = b"BT /F1 12 Tf 72 720 Td " + shown + b"ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Title(%s)>>" % (title or "").encode(),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    root = b"<</Size 7/Root 1 0 R/Info 6 0 R>>"
    return (
        out + b"xref\n0 7\n0000000000 65535 f \n" + table + b"trailer" + root + b"\nstartxref\n%d\n%%%%EOF" % len(out)
    )


def real(*parts: str) -> Path:
    path = REAL.joinpath(*parts)
    if not path.exists():
        pytest.skip("the real policies are not on this machine")
    return path
