"""Where an address is registered: a country or region, from a table that ships in a package. Registered there is not the same as being there."""

from __future__ import annotations

import ipaddress
import re
from datetime import date
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def _table() -> Any:
    """The table; None where its package is not installed."""
    try:
        from geoip2fast import GeoIP2Fast
    except ImportError:
        return None
    return GeoIP2Fast(geoip2fast_data_file="geoip2fast-ipv6.dat.gz")


def table_date() -> date | None:
    """The day of the table, as it names itself (…-20240618); None without it."""
    named = re.search(r"(\d{8})$", str(_table().source_info)) if _table() is not None else None
    return date.fromisoformat(named[1]) if named else None


@lru_cache(maxsize=65536)
def place_of(address: str | None) -> str | None:
    """The code of the country or region (CN, HK, MO, TW …) in which an address is registered; None where unknown or private, or without the table."""
    if not address or _table() is None:
        return None
    try:
        if not ipaddress.ip_address(address).is_global:
            return None
    except ValueError:
        return None
    code = str(_table().lookup(address).country_code or "")
    return code if len(code) == 2 and code.isalpha() else None
