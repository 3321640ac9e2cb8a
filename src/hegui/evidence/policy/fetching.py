"""A policy from its public address: one page, within limits of time, size and redirects; only where the user names the address."""

from __future__ import annotations

import ssl
import time
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from hegui.evidence.files import Unreadable

SECONDS = 30
LARGEST = 10 * 1024 * 1024
_CHUNK = 1 << 16
_NOT_THERE = frozenset({404, 410})
_AGENT = "hegui (self-check of published rules)"


def is_address(place: str) -> bool:
    """Whether a place is an http(s) address."""
    return place.lower().startswith(("http://", "https://"))


def fetched(address: str) -> bytes:
    """The bytes at an address; raises Unreadable: not_there, refused, timed_out, bad_certificate, not_reached, too_large, empty_file."""
    limit = time.monotonic() + SECONDS
    pieces: list[bytes] = []
    size = 0
    try:
        with build_opener(_Redirects()).open(Request(address, headers={"User-Agent": _AGENT}), timeout=SECONDS) as page:
            while piece := page.read1(_CHUNK):
                pieces.append(piece)
                size += len(piece)
                if size > LARGEST:
                    raise Unreadable("too_large", f"more than {LARGEST} bytes")
                if time.monotonic() > limit:
                    raise Unreadable("timed_out")
    except HTTPError as error:
        raise Unreadable("not_there" if error.code in _NOT_THERE else "refused", f"HTTP {error.code}") from None
    except TimeoutError:
        raise Unreadable("timed_out") from None
    except URLError as error:
        raise Unreadable(_reason(error.reason)) from None
    except (OSError, ValueError, HTTPException):
        raise Unreadable("not_reached") from None
    if not pieces:
        raise Unreadable("empty_file")
    return b"".join(pieces)


def _reason(reason: object) -> str:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return "bad_certificate"
    return "timed_out" if isinstance(reason, TimeoutError) else "not_reached"


class _Redirects(HTTPRedirectHandler):
    """Follows a few redirects, to http(s) alone (the library refuses other schemes)."""

    max_redirections = 5
    max_repeats = 2
