"""Who signed a package: the certificates of its signatures (v1 in META-INF, v2 and v3 before the central directory). Signatures are not verified."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from hegui.evidence.app.package import Package

_MAGIC = b"APK Sig Block 42"
_SCHEMES = {0x7109871A: "v2", 0xF05368C0: "v3", 0x1B93AD61: "v3.1"}
_LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Signing:
    """The schemes a package is signed under, and the SHA-256 of its signers' certificates."""

    schemes: tuple[str, ...]
    certificates: tuple[str, ...]


def signing(package: Package) -> Signing:
    """The signing of a package; no scheme where it is not signed."""
    found: dict[str, list[bytes]] = {}
    for name in package.matching(".rsa", ".dsa", ".ec"):
        if name.upper().startswith("META-INF/") and (one := _of_pkcs7(package.read(name, _LARGEST))):
            found.setdefault("v1", []).append(one)
    for number, block in _blocks(package.data):
        if scheme := _SCHEMES.get(number):
            found.setdefault(scheme, []).extend(_of_signers(block))
    ordered = sorted(found)
    digests = [hashlib.sha256(one).hexdigest() for scheme in reversed(ordered) for one in found[scheme]]
    return Signing(tuple(ordered), tuple(dict.fromkeys(digests)))


def _blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each block of the signing block."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + 20 > len(data):
        return
    (directory,) = struct.unpack_from("<I", data, end + 16)
    if directory < 32 or data[directory - 16 : directory] != _MAGIC:
        return
    (size,) = struct.unpack_from("<Q", data, directory - 24)
    at, end = directory - size, directory - 24
    while at >= 0 and at + 12 <= end:
        length, number = struct.unpack_from("<QI", data, at)
        if length < 4 or at + 8 + length > end:
            return
        yield number, data[at + 12 : at + 8 + length]
        at += 8 + length


def _sequence(data: bytes) -> Iterator[bytes]:
    """The items of a sequence, each after its length."""
    at = 0
    while at + 4 <= len(data):
        (size,) = struct.unpack_from("<I", data, at)
        if at + 4 + size > len(data):
            return
        yield data[at + 4 : at + 4 + size]
        at += 4 + size


def _of_signers(block: bytes) -> Iterator[bytes]:
    """The first certificate of each signer of a v2 or v3 block."""
    for signer in _sequence(next(_sequence(block), b"")):
        signed = next(_sequence(signer), b"")
        parts = list(_sequence(signed))
        if len(parts) > 1 and (first := next(_sequence(parts[1]), b"")):
            yield first


def _of_pkcs7(data: bytes) -> bytes | None:
    """The certificate of the signer in a PKCS #7 message: of several the one whose issuer and number the signer names."""
    content = _into(data, 0x30, 0xA0, 0x30)
    fields = list(_der(content)) if content else []
    certificates = next((inner for tag, inner, _ in fields if tag == 0xA0), b"")
    signers = [inner for tag, inner, _ in fields if tag == 0x31]
    listed = [whole for tag, _, whole in _der(certificates) if tag == 0x30]
    signer = [whole for _, _, whole in _der(_into(signers[-1], 0x30) or b"")] if len(signers) > 1 else []
    named = next((inner for tag, inner, _ in _der(signer[1]) if tag == 0x30), b"") if len(signer) > 1 else b""
    for one in listed:
        if named and _issuer_and_number(one) == named:
            return one
    return listed[0] if listed else None


def _issuer_and_number(certificate: bytes) -> bytes:
    body = [(tag, whole) for tag, _, whole in _der(_into(certificate, 0x30, 0x30) or b"") if tag != 0xA0]
    return body[2][1] + body[0][1] if len(body) > 2 else b""  # serial number, algorithm, issuer


def _into(data: bytes, *tags: int) -> bytes | None:
    """The content of the first value of each tag, one within the other."""
    for wanted in tags:
        found = next((inner for tag, inner, _ in _der(data) if tag == wanted), None)
        if found is None:
            return None
        data = found
    return data


def _der(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Tag, content and whole of each DER value."""
    at = 0
    while at + 2 <= len(data):
        tag, length, start = data[at], data[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            if count == 0:  # indefinite: the rest, without looking for its end
                length = len(data) - start
            else:
                length = int.from_bytes(data[start : start + count], "big")
                start += count
        if start + length > len(data):
            return
        yield tag, data[start : start + length], data[at : start + length]
        at = start + length
