"""Who a page talks to: third parties and trackers among its requests, cookies and stored names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from ipaddress import ip_address
from typing import Any

from hegui.evidence.page.lexicon import is_tracking_address, is_tracking_name, vendor_of

Request = Mapping[str, Any]

_BEACONS = ("image", "ping", "beacon", "xhr", "fetch", "script", "other")


def is_third_party(request: Request, host: str) -> bool:
    """Whether a request goes to another site than the page's; of an address without a name the port tells sites apart."""
    here, _, port = host.partition(":")
    if here == "saved.invalid":
        return bool(request["host"] != here)
    if _is_bare(here) and request["host"] == here:
        return str(request["port"] or "") != port
    return site_of(request["host"]) != site_of(here)


@cache
def site_of(host: str) -> str:
    """The registrable domain of a host; the host itself where it has none.

    >>> site_of("pay.example.com.cn")
    'example.com.cn'
    """
    if _is_bare(host):
        return host
    from publicsuffix2 import get_sld

    return str(get_sld(host) or host)


def trackers_in(requests: Iterable[Request], host: str, traces: Mapping[str, Any]) -> set[str]:
    """The hosts of somebody else's that requests carried to them what a visitor does, or that set a cookie."""
    kept_for = {cookie["domain"] for cookie in traces["cookies"]}
    found = set()
    for request in requests:
        if request["main"] or not is_third_party(request, host):
            continue
        carried = is_tracking_address(request["host"], request["path"]) and request["type"] in _BEACONS
        if vendor_of(request["host"]) or request["set_cookies"] or request["host"] in kept_for or carried:
            found.add(request["host"])
    return found


def tracking_names(traces: Mapping[str, Any]) -> list[str]:
    """The names of cookies and stored entries by which a tracker knows a visitor again."""
    names = {*(cookie["name"] for cookie in traces["cookies"]), *traces["stored"]}
    return sorted(name for name in names if is_tracking_name(name))


def _is_bare(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
