"""Whose a host is: the operator's own, or a third party's."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from functools import lru_cache

_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gov", "mil", "net", "org"))


class Parties:
    """The operator's sites: those it declares, else that of the first request of a page load. Without either nobody can be told apart."""

    def __init__(self, declared: Iterable[str], hosts: Sequence[str], form: str) -> None:
        own = {site(host.lower()) for host in declared}
        if not own and form == "har" and hosts:
            own = {site(hosts[0])}
        self._own = own

    def is_third(self, host: str) -> bool | None:
        """Whether a host is a third party's; None where nobody says who is the first."""
        return site(host) not in self._own if self._own else None


@lru_cache(maxsize=65536)
def site(host: str) -> str:
    """The registrable domain of a host, by the list of public suffixes where it is installed; of an address, itself."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        try:
            from publicsuffix2 import get_sld
        except ImportError:
            return _site_by_shape(host)
        found = str(get_sld(host) or host)
        # a top-level domain that the list does not know stands for itself alone (the list's own default rule)
        return found if "." in found else ".".join(host.split(".")[-2:])
    return host


def _site_by_shape(host: str) -> str:
    """The registrable domain as most hosts are named: two labels, or three below one as ``com.cn``.

    >>> _site_by_shape("api.shop.com.cn"), _site_by_shape("t.example.com")
    ('shop.com.cn', 'example.com')
    """
    labels = host.split(".")
    below_country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if below_country else -2 :])
