"""What changed between two dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hegui.dossier.reading import Dossier
from hegui.text import Text

Finding = Mapping[str, Any]

OTHER_OPERATOR = Text("The two dossiers are about different operators.", "两份卷宗涉及不同的运营者。")
OTHER_ORDER = Text(
    "The first dossier judges a later day than the second; the earlier one is usually given first.",
    "前一份卷宗的评判日晚于后一份；通常应先给出较早的卷宗。",
)
OTHER_LAW = Text(
    "The two dossiers judge by different versions of the law; articles and prices differ for that reason alone.",
    "两份卷宗依据的法律版本不同；条款与罚款幅度会因此不同。",
)
HYPOTHETICAL = Text("At least one of the dossiers is hypothetical.", "至少一份卷宗为假设情形。")


def compare(a: Dossier, b: Dossier) -> dict[str, Any]:
    """From the earlier dossier ``a`` to the later ``b``.

    Every finding id of the two falls into exactly one of: ``newly_not_met`` (not met in b; in a something else, or
    absent), ``mended`` (not met, now met), ``changed`` (any other change of verdict), ``new`` (only in b, and not
    not_met), ``gone`` (only in a), and ``unchanged``, which is a count by verdict. ``before`` and ``after``
    (dates, law versions, totals, exposure) say what was compared.
    """
    old = {finding["id"]: finding for finding in a.findings}
    now = {finding["id"]: finding for finding in b.findings}
    groups: dict[str, list[dict[str, Any]]] = {k: [] for k in ("newly_not_met", "mended", "changed", "new", "gone")}
    unchanged = {"all": 0, "met": 0, "not_met": 0, "unproven": 0, "not_applicable": 0}
    for id_, shown in (old | now).items():
        before, after = old.get(id_), now.get(id_)
        if before and after and before["verdict"] == after["verdict"]:
            unchanged["all"] += 1
            unchanged[after["verdict"]] += 1
        else:
            groups[_group(before, after)].append(_change(shown, before, after))
    return {
        "before": _side(a),
        "after": _side(b),
        **groups,
        "unchanged": unchanged,
        "warnings": [warning.as_json() for warning in _warnings(a.document, b.document)],
    }


def _group(before: Finding | None, after: Finding | None) -> str:
    if after is None:
        return "gone"
    if after["verdict"] == "not_met":
        return "newly_not_met"
    if before is None:
        return "new"
    return "mended" if (before["verdict"], after["verdict"]) == ("not_met", "met") else "changed"


def _change(shown: Finding, before: Finding | None, after: Finding | None) -> dict[str, Any]:
    return {
        "id": shown["id"],
        "obligation": shown["obligation"],
        "title": shown.get("title"),
        "before": before and before["verdict"],
        "after": after and after["verdict"],
        "reason": shown["reason"],
    }


def _side(d: Dossier) -> dict[str, Any]:
    names = ("operator", "on", "as_if", "hegui", "law_versions", "totals")
    operator_cny = (d.document.get("exposure") or {}).get("operator_cny")
    return {name: d.document.get(name) for name in names} | {"exposure": {"operator_cny": operator_cny}}


def _warnings(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[Text]:
    found = {
        OTHER_OPERATOR: a.get("operator") != b.get("operator"),
        OTHER_ORDER: str(a.get("on")) > str(b.get("on")),
        OTHER_LAW: a.get("law_versions") != b.get("law_versions"),
        HYPOTHETICAL: bool(a.get("as_if") or b.get("as_if")),
    }
    return [warning for warning, holds in found.items() if holds]
