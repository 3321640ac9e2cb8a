"""Secrets that are the same in every device of a build: private keys, tokens, passwords in settings. Only their place and kind are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

_PEM = re.compile(
    rb"-----BEGIN (?:[A-Z0-9]+ ){0,2}(?P<hidden>ENCRYPTED )?PRIVATE KEY(?: BLOCK)?-----\s*(?:\\n)?"
    rb"(?P<head>Proc-Type: 4,ENCRYPTED)?[\s\S]{0,200}?[A-Za-z0-9+/=]{40}"
)
_DROPBEAR = re.compile(rb"\0\0\0[\x07\x0b\x13](?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp(?:256|384|521))\0")
_DER = re.compile(
    rb"\x30\x82..(?:\x02\x01\x00\x02\x82|\x02\x01\x00\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01)", re.S
)
_DER_NAMES = (".der", ".key", ".pk8", ".p8", ".priv")
_BAGS = (".p12", ".pfx", ".jks", ".bks", ".keystore")
_HINT = re.compile(
    rb"(?i)secret|token|api_?key|access_?key|passw(?:or)?d|passphrase|\bpsk|AKIA|LTAI|AKID|AIza|gh[pousr]_|sk_live|eyJ|\xe5\xaf\x86"
)
_PASSPHRASE = re.compile(
    r"(?im)^[ \t]*(?:wpa_passphrase|psk|option[ \t]+key)[ \t]*[= \t][ \t]*[\"']?(?P<value>[^\s\"'#$]{8,64})[\"']?[ \t]*$"
)
_NO_VALUE = re.compile(r"[$%{}()<>\[\]\\|*`]|^(?:true|false|none|null|required|optional|anonymous\S*|/.*)$", re.I)
_WRITTEN = re.compile(r"[=:>,]\s*[\"']?$|[\"'][ \t]+[\"']?$|\b(?:option|set)[ \t]+\S+[ \t]+[\"']?$")
_QUOTED = re.compile(r"[\"']$")
_CODE = frozenset({".lua", ".php", ".sh", ".js", ".py"})  # here a value without quotes is the name of a variable
_NOT_SETTINGS = frozenset({"passwd", "shadow", "nsswitch.conf"})
_TRANSLATIONS = re.compile(
    r"(?i)(?:^|/)(?:i18n|locales?|lang(?:uages?)?|translations?)(?:/|_\w+\.)|(?:messages|strings|lang)[_.-][a-z]{2,5}\."
)
_SETTINGS = (
    ".conf",
    ".cfg",
    ".ini",
    ".json",
    ".xml",
    ".yaml",
    ".yml",
    ".properties",
    ".env",
    ".prop",
    ".config",
    ".sh",
    ".lua",
    ".php",
    ".txt",
    "",
)
_LARGEST_TEXT = 1 << 20
_KINDS = {"credential_password": "password", "credential_secret": "secret"}


def secrets(name: str, data: bytes) -> Iterator[str]:
    """The kinds of secret that a file holds, each once."""
    found = dict.fromkeys([*_keys(name, data), *_settings(name, data)])
    yield from found


def _keys(name: str, data: bytes) -> Iterator[str]:
    for match in _PEM.finditer(data):
        yield "encrypted_private_key" if match["hidden"] or match["head"] else "private_key"
    suffix = PurePosixPath(name).suffix.lower()
    if _DROPBEAR.match(data):
        public = suffix == ".pub" or len(data) < 100
        if not public:
            yield "host_key"
    elif suffix in _DER_NAMES and _DER.match(data):
        yield "private_key"
    elif suffix in _BAGS and data[:1] in (b"\x30", b"\xfe", b"\x00"):
        yield "encrypted_private_key"


def _settings(name: str, data: bytes) -> Iterator[str]:
    """Values written beside names such as secret and password in files of settings."""
    path = PurePosixPath(name)
    other = path.name in _NOT_SETTINGS or "pam.d" in path.parts or _TRANSLATIONS.search(name)
    texts = path.suffix.lower() in _SETTINGS and len(data) <= _LARGEST_TEXT and b"\0" not in data
    if other or not texts or not _HINT.search(data):
        return
    from hegui.recognise.pi import spans

    text = data.decode("utf-8", "replace")
    lines = text.split("\n")
    for span in spans(text):
        line = lines[span.line - 1]
        value, before = line[span.start : span.end].strip("\"'"), line[: span.start]
        literal = (_QUOTED if path.suffix.lower() in _CODE else _WRITTEN).search(before) or line[span.start] in "\"'"
        if span.kind in _KINDS and literal and "PRIVATE KEY" not in value and not _NO_VALUE.search(value):
            yield _KINDS[span.kind]
    if any(not _NO_VALUE.search(match["value"]) for match in _PASSPHRASE.finditer(text)):
        yield "password"
