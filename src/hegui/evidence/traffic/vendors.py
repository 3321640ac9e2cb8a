"""Whose a third party's host is: the company behind it, where the list names one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def vendor_of(host: str) -> str | None:
    """The company behind a host, its Chinese name before its other one; None where nobody knows.

    >>> vendor_of("ulogs.umeng.com"), vendor_of("api.shop.example")
    ('友盟（Umeng）', None)
    """
    labels = host.lower().rstrip(".").split(".")
    names = (".".join(labels[at:]) for at in range(len(labels) - 1))
    return next((vendor for name in names if (vendor := _by_domain().get(name))), None)


@cache
def _by_domain() -> Mapping[str, str]:
    from hegui import yaml12

    listed = yaml12.load(files("hegui.evidence.traffic").joinpath("vendors.yaml").read_text(encoding="utf-8"))
    named = ((one["zh"] if one["zh"] == one["en"] else f"{one['zh']}（{one['en']}）", one) for one in listed)
    return {str(domain): name for name, one in named for domain in one["domains"]}
