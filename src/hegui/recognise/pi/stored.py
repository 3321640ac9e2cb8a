"""In what form a column keeps its values: plain, masked, hashed, encrypted; told by shape and entropy, never by trying keys.

A hash is *weak* when it is fast (MD5, SHA-1, SHA-2 without stretching): passwords so kept can be guessed. *Unsalted* is proven where a
value is the bare hash of a very common password; a hash that many rows share says the same.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hegui.recognise.pi.validators import table

MASKED = re.compile(
    r"[*＊•●]{2,}|(?<![A-Za-z])[xX]{4,}(?![A-Za-z])|^[\u4e00-\u9fff]{0,2}[*＊●×某][\u4e00-\u9fff*＊●×某]{0,2}$"
)
# bcrypt, Argon2, scrypt, yescrypt, sha-crypt ($5$, $6$: 5,000 rounds), phpass, PBKDF2, SCRAM, the identity of ASP.NET
SLOW_HASH = re.compile(
    r"\$(?:2[abxy]|argon2(?:id|i|d)|scrypt|5|6|7|y|gy|P|H|S)\$|(?:\{bcrypt\}|\{pbkdf2|pbkdf2|\$pbkdf2|scrypt:|argon2|bcrypt|SCRAM-SHA|AQAAAA)"
)
CRYPT_HASH = re.compile(r"\$(1|apr1|md5)\$[^$]*\$|(?=.*[A-Z])(?=.*[a-z])[./0-9A-Za-z]{13}$")
NAMED_HASH = re.compile(r"(?i)\{s?(sha(?:256|384|512)?|md5|sm3)\}|^(sha1|sha256|sha512|md5|sm3)[$:]")
SALTED_HASH = re.compile(r"(?i)([0-9a-f]{32,128})[:$]\S{1,64}")  # a hash in hexadecimal and its salt
POSTGRES_HASH = re.compile(r"md5[0-9a-f]{32}")  # salted with the name of the user
MYSQL_HASH = re.compile(r"\*[0-9A-F]{40}")  # SHA-1 of SHA-1
HEX_HASH = {32: "md5", 40: "sha1", 56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}  # 64 may be SM3, 32 NTLM
HEX = re.compile(r"[0-9a-fA-F]+")
CIPHER = re.compile(
    r"(?i)^(?:ENC\(|\{cipher\}|\{aes|aes[:$]|sm4[:$]|vault:v\d+:|kms:|U2FsdGVkX1|gAAAAA|AQICAH|-----BEGIN PGP MESSAGE)"
)
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
FAST = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sm3", "crypt")
ENOUGH = 0.6  # share of values that must have a form


@dataclass(frozen=True, slots=True)
class Form:
    """How values are kept. ``form``: plain, masked, hashed, encrypted, unknown; ``salted`` is None where that cannot be told."""

    form: str
    confidence: float
    algorithm: str | None = None
    salted: bool | None = None

    @property
    def weak(self) -> bool:
        """Whether it is a hash without stretching."""
        return self.form == "hashed" and self.algorithm in FAST


def form_of(values: Sequence[str]) -> Form:
    """The form of a column from a sample of its values (not empty, blanks stripped); *unknown* where no form prevails.

    >>> form_of(["138****8000", "139****1234"]).form
    'masked'
    """
    if not values:
        return Form("unknown", 0.0)
    votes = Counter(_one(value) for value in values)
    (form, algorithm), count = votes.most_common(1)[0]
    share = count / len(values)
    if form == "opaque":
        return _opaque(values, share)
    blocks = {len(value) for value in values if _is_cipher_hex(value)}
    if form != "other" and len(blocks) > 1 and sum(map(_is_cipher_hex, values)) >= ENOUGH * len(values):
        return Form("encrypted", 0.7)
    if form == "other" or share < ENOUGH or _are_uuids(values):
        return Form("unknown", 0.0 if form == "other" else 0.3)
    if form != "hashed":
        return Form(form, round(share, 2))
    salted = _salted(values, algorithm)
    return Form("hashed", round(share * _hash_confidence(values), 2), algorithm, salted)


def _one(value: str) -> tuple[str, str | None]:
    if MASKED.search(value):
        return "masked", None
    if CIPHER.match(value):
        return "encrypted", None
    if SLOW_HASH.match(value):
        return "hashed", "stretched"
    if CRYPT_HASH.match(value):
        return "hashed", "crypt"
    if named := NAMED_HASH.search(value):
        algorithm = (named[1] or named[2]).lower()
        return "hashed", "sha1" if algorithm == "sha" else algorithm
    if len(value) in HEX_HASH and HEX.fullmatch(value) and not value.isdigit():
        return "hashed", HEX_HASH[len(value)]
    if (salted := SALTED_HASH.fullmatch(value)) and len(salted[1]) in HEX_HASH:
        return "hashed", HEX_HASH[len(salted[1])]
    if POSTGRES_HASH.fullmatch(value) or MYSQL_HASH.fullmatch(value):
        return "hashed", "sha1" if value[0] == "*" else "md5"
    if len(value) >= 16 and HEX.fullmatch(value) and not value.isdigit():
        return "opaque", None
    if BASE64.fullmatch(value) and not value.isalpha() and "--" not in value and entropy(value) > 3.5:
        return "opaque", None
    return "other", None


def _opaque(values: Sequence[str], share: float) -> Form:
    """Base64: of the length of a digest, a hash; of whole cipher blocks, or of many lengths and no text, a cipher text."""
    if share < ENOUGH:
        return Form("unknown", 0.0)
    lengths = {len(v.rstrip("=")) for v in values if BASE64.fullmatch(v)}
    digest = {27: "sha1", 43: "sha256", 86: "sha512"}  # 22 can be MD5, and is one block of a cipher more often
    if len(lengths) == 1 and (only := next(iter(lengths))) in digest and any(v.endswith("=") for v in values):
        return Form("hashed", round(0.6 * share, 2), digest[only], None)
    blocks = [n * 6 // 8 for n in lengths]
    if all(b >= 16 and b % 16 in (0, 12) for b in blocks):  # CBC and ECB fill blocks; GCM adds a nonce of 12
        return Form("encrypted", round(0.7 * share, 2))
    if len({len(value) for value in values}) > 2 and not any(map(_encodes_text, values[:50])):
        return Form("encrypted", round(0.6 * share, 2))
    return Form("unknown", 0.3)


def _encodes_text(value: str) -> bool:
    """Whether a value is text in Base64 or hexadecimal, which hides nothing."""
    try:
        raw = (
            bytes.fromhex(value)
            if HEX.fullmatch(value)
            else base64.b64decode(value + "==", b"-_" if set(value) & set("-_") else None)
        )
        return raw.decode().isprintable()
    except ValueError:
        return False


def _hash_confidence(values: Sequence[str]) -> float:
    """Hex strings of a digest's length are digests if they look random; keys that repeat one another do not."""
    letters = "".join(values[:200]).lower()
    return 0.95 if entropy(letters) > 3.0 else 0.5


def _salted(values: Sequence[str], algorithm: str | None) -> bool | None:
    if algorithm in ("stretched", "crypt") or all(map(_names_a_salt, values)):
        return True
    if all(map(_names_no_salt, values)) or any(value.lower() in _bare_hashes() for value in values):
        return False
    repeated = sum(n - 1 for n in Counter(values).values() if n > 1)
    return False if len(values) >= 20 and repeated > 0.02 * len(values) else None


def _names_a_salt(value: str) -> bool:
    _, _, rest = value.partition("$")  # sha1$salt$hash
    patterned = SALTED_HASH.fullmatch(value) or POSTGRES_HASH.fullmatch(value)
    return rest.find("$") > 0 or value.lower().startswith(("{ssha", "{smd5")) or patterned is not None


def _names_no_salt(value: str) -> bool:
    return value.lower().startswith(("{sha", "{md5}", "{sm3}", "sha1$$", "md5$$", "*"))


def _is_cipher_hex(value: str) -> bool:
    """Whole cipher blocks in hexadecimal; a column of digests has one length."""
    return len(value) % 32 == 0 and HEX.fullmatch(value) is not None


def _are_uuids(values: Sequence[str]) -> bool:
    """Whether all are random UUIDs without hyphens: a version and a variant at their places."""
    return len(values) > 3 and all(len(v) == 32 and v[12] == "4" and v[16] in "89abAB" for v in values)


@cache
def _bare_hashes() -> frozenset[str]:
    rows = table("common_passwords")
    return frozenset(row["ntlm"] for row in rows) | frozenset(
        hashlib.new(name, row["password"].encode(), usedforsecurity=False).hexdigest()
        for row in rows
        for name in ("md5", "sha1", "sha256", "sha512")
    )


def entropy(text: str) -> float:
    """Shannon entropy in bits a character.

    >>> entropy("aabb")
    1.0
    """
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())
