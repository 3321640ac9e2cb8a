"""A document that cannot be read has a reason; nothing hostile is opened, and nothing is raised."""

from __future__ import annotations

import io
import os
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from documents_kept import PLAN, Rows, one, pdf, read, word
from hegui.evidence.prose import html, opening
from hegui.evidence.prose import pdf as pdf_room
from hegui.evidence.wording import words
from registers_kept import package

DOCX = b'<w:document xmlns:w="w"><w:body>%s</w:body></w:document>'


def encrypted(owner_only: bool) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("secret plan drill"))))
    writer.encrypt(user_password="" if owner_only else "word", owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("p.txt", b"", "empty_file"),
        ("p.txt", bytes(range(256)) * 4, "unknown_encoding"),
        ("p.docx", b"PK\x03\x04 torn", "not_a_package"),
        ("p.docx", package({"xl/workbook.xml": b"<w/>"}), "unknown_format"),
        ("p.docx", package({"word/document.xml": b"<w:document"}), "broken_docx"),
        ("p.docx", package({"word/document.xml": b'<?xml version="1.0" encoding="no-such"?><a/>'}), "broken_docx"),
        ("p.docx", package({"word/document.xml": b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">]><a>&x;</a>'}), "broken_docx"),
        ("p.docx", package({"word/document.xml": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}), "broken_docx"),
        ("p.docx", package({"word/document.xml": b" " * 60_000_000}), "zip_bomb"),
        ("p.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("p.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 100, "legacy_format"),
        ("p.pdf", b"%PDF-1.7 torn", "broken_pdf"),
        ("p.pdf", scanned(), "no_text_layer"),
        ("p.pdf", encrypted(owner_only=False), "encrypted"),
        ("p.png", b"\x89PNG\r\n", "no_text_layer"),
        ("p.rtf", b"{\\rtf1 x}", "unknown_format"),
    ],
)
def test_what_cannot_be_read_says_why_and_keeps_its_hash(tmp_path: Path, name: str, data: bytes, reason: str):
    rows = one(tmp_path, name, data)
    assert [(row["path"], row["reason"]) for row in rows["unreadable"]] == [(name, reason)]
    assert rows["document"] == []
    assert len(rows["exhibit"]) == (1 if data else 0)
    assert (rows["coverage"][0]["population"], rows["coverage"][0]["examined"]) == (1, 0)
    assert reason in words()


def test_a_pdf_that_only_its_owner_protected_is_read(tmp_path: Path):
    assert one(tmp_path, "p.pdf", encrypted(owner_only=True))["document"][0]["names_topics"] == ["drill"]


def test_declared_files_that_are_not_there_or_not_inside(tmp_path: Path):
    folder = tmp_path / "papers"
    folder.mkdir()
    (tmp_path / "outside.txt").write_text(PLAN, encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "ring").symlink_to(folder / "ring")
    (folder / "sub").mkdir()
    wanted = {
        "gone.txt": "not_found",
        "../outside.txt": "outside_folder",
        "/etc/hostname": "outside_folder",
        "link.txt": "outside_folder",
        "sub": "is_a_folder",
        "a\0b": "not_found",
    }
    rows = read(folder, *({"file": name, "document": "other"} for name in (*wanted, "ring")))
    found = {row["path"]: row["reason"] for row in rows["unreadable"]}
    assert found.pop("ring") in ("not_found", "io_error")
    assert found == wanted
    assert rows["exhibit"] == []


def test_a_file_for_a_folder_and_no_folder_at_all(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    for place, reason in (("file", "not_a_folder"), ("gone", "not_found")):
        for declared in ([], [{"file": "a.txt", "document": "other"}]):
            rows = read(tmp_path / place, *declared)
            assert [row["reason"] for row in rows["unreadable"]] == [reason]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path):
    (tmp_path / "p.txt").write_text(PLAN)
    (tmp_path / "p.txt").chmod(0)
    assert [row["reason"] for row in read(tmp_path, {"file": "p.txt", "document": "other"})["unreadable"]] == [
        "no_permission"
    ]


def test_what_is_too_long_is_cut_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for room in (opening, html, pdf_room):
        monkeypatch.setattr(room, "LONGEST", 10)
    monkeypatch.setattr("hegui.evidence.prose.docx.LONGEST", 10)
    for name, data in {
        "p.txt": PLAN.encode(),
        "p.html": f"<p>{PLAN}".encode(),
        "p.docx": word(PLAN),
        "p.pdf": pdf("drill " * 5),
    }.items():
        rows = one(tmp_path, name, data)
        assert [(row["what"], row["why"]) for row in rows["skipped"] if row["what"] == name] == [
            (name, "text_beyond_limit")
        ]
        assert rows["document"][0]["characters"] <= 10
    monkeypatch.setattr(pdf_room, "LONGEST", 1000)
    monkeypatch.setattr(pdf_room, "MOST_PAGES", 0)
    assert [row["reason"] for row in one(tmp_path, "q.pdf", pdf("x"))["unreadable"]] == ["no_text_layer"]


@pytest.mark.parametrize("piece", ["<!--", "<", "<a ", "<script>", "<![x", "&#x41;", "</p", "<title>"])
def test_hostile_markup_is_read_to_its_end(piece: str):
    assert html.content(piece * 300_000) is not None


def test_text_that_stands_twice_for_old_readers_is_taken_once(tmp_path: Path):
    twice = (
        b'<mc:AlternateContent xmlns:mc="m"><mc:Choice><w:t>drill</w:t></mc:Choice>'
        b"<mc:Fallback><w:t>drill</w:t></mc:Fallback></mc:AlternateContent><w:del><w:delText>recovery</w:delText></w:del>"
    )
    (row,) = one(tmp_path, "p.docx", package({"word/document.xml": DOCX % twice}))["document"]
    assert (row["characters"], row["names_topics"]) == (len("drill"), ["drill"])


# Anything at all

GOOD = {"p.docx": word(*PLAN.splitlines()), "p.pdf": pdf("plan", "drill"), "p.html": f"<p>{PLAN}</p>".encode()}
HEADS = st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"<html>", b"\xd0\xcf\x11\xe0", b"\xff\xfe"])


def of_bytes(data: bytes) -> Rows:
    with tempfile.TemporaryDirectory() as folder:
        return one(Path(folder), "any", data)


def sound(rows: Rows) -> bool:
    return len(rows["document"]) + len(rows["unreadable"]) == 1 and {
        row["reason"] for row in rows["unreadable"]
    } <= set(words())


@settings(max_examples=150)
@given(HEADS, st.binary(max_size=400))
def test_any_bytes_give_a_row_or_a_reason(head: bytes, rest: bytes):
    assert sound(of_bytes(head + rest))


@settings(max_examples=100)
@given(st.text(alphabet="<>/!-&;ab \"'=scriptle", max_size=200))
def test_any_markup_gives_a_row_or_a_reason(text: str):
    assert sound(of_bytes(b"<p>" + text.encode()))


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_file_damaged_anywhere_gives_a_row_or_a_reason(name: str):
    rng = random.Random(name)
    for _ in range(80):
        data = bytearray(GOOD[name])
        for _ in range(rng.randint(1, 12)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        assert sound(of_bytes(bytes(data[: rng.randint(1, len(data))]) if rng.random() < 0.5 else bytes(data)))
