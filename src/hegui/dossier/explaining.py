"""The way back from a verdict: reason, check, facts, bytes, articles. Everything is taken from the dossier alone."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from hegui.dates import SHANGHAI
from hegui.dossier.reading import Dossier, unreadable
from hegui.errors import DossierError

if TYPE_CHECKING:
    import pyarrow as pa

Finding = Mapping[str, Any]
ROWS = 20  # shown of each fact table; the whole table lies in the dossier


def explain(d: Dossier, finding_id: str) -> dict[str, Any]:
    """One finding and everything behind it; DossierError naming the nearest ids when the dossier has no such finding.

    ``check`` holds the question as it was asked, ``facts`` the rows behind the answer (first those that carry its
    exhibits, then others of its sources and subject), each exhibit a command that recomputes its hash, ``articles`` and
    ``liability`` the text in force with its dates, ``sanctions`` the tiers with their amounts, ``acts`` what the
    finding is priced in.
    """
    finding = _find(d, finding_id)
    duty = d.law.get("obligations", {}).get(finding["obligation"], {})
    check = _check(d, finding)
    same = ("verdict", "proof", "strength", "reason", "at", "missing", "coverage", "exceptions")
    return {
        "finding": finding["id"],
        "subject": finding["subject"],
        "obligation": {
            "id": finding["obligation"],
            "title": duty.get("title") or finding.get("title"),
            "text": duty.get("text"),
            "role": finding.get("role"),
            "role_state": finding.get("role_state"),
        },
        **{name: finding.get(name) for name in same},
        "settled_by": finding.get("settled_by") or duty.get("settled_by"),
        "check": check,
        "facts": [_rows(d, finding, table) for table in (check["needs"] if check else d.fact_tables)],
        "exhibits": [{**exhibit, "recompute": _recompute(exhibit)} for exhibit in finding["exhibits"]],
        "exhibits_total": finding.get("exhibits_total", len(finding["exhibits"])),
        "articles": _texts(d.law, finding["articles"]),
        "liability": _texts(d.law, finding["liability"]),
        "numbers": [number for number in d.law.get("numbers", ()) if number["article"] in finding["articles"]],
        "sanctions": [with_tier(d.law, sanction) for sanction in finding["sanctions"]],
        "acts": [act for act in (d.document.get("exposure") or {}).get("acts", ()) if finding["id"] in act["findings"]],
    }


def with_tier(law: Mapping[str, Any], sanction: Mapping[str, Any]) -> dict[str, Any]:
    """A finding's sanction with the words and amounts of its tier, which may stand at the paragraph of the cited item."""
    tiers: Iterable[Mapping[str, Any]] = law.get("clauses", ())
    named = (t for t in tiers if t["tier"] == sanction["tier"])
    return {**next((t for t in named if _holds(t["article"], sanction["article"])), {}), **sanction}


def _holds(outer: str, inner: str) -> bool:
    return inner == outer or inner.startswith((f"{outer}(", f"{outer}.", f"{outer}_"))


def _find(d: Dossier, finding_id: str) -> Finding:
    for finding in d.findings:
        if finding["id"] == finding_id:
            return finding
    near = get_close_matches(finding_id, [finding["id"] for finding in d.findings], n=3, cutoff=0.4)
    en, zh = (f" Did you mean {', '.join(near)}?", f"您是否指：{'、'.join(near)}？") if near else ("", "")
    raise DossierError(
        f"The dossier has no finding {finding_id!r}.{en} findings.json lists them all.",
        f"卷宗中没有发现 {finding_id!r}。{zh}全部发现见 findings.json。",
    )


def _check(d: Dossier, finding: Finding) -> dict[str, Any] | None:
    import yaml

    from hegui import yaml12

    if finding["check"] is None or finding["check"] not in d.checks:
        return None
    texts = d.checks[finding["check"]]
    try:
        words = yaml12.load(texts["check.yaml"])
        return {
            "id": finding["check"],
            "title": words["title"],
            "sentence": finding.get("sentence"),
            "template": _template(words["sentences"].get(finding.get("sentence"))),
            "needs": list(words["needs"]),
            "sql": texts["check.sql"],
        }
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as wrong:
        raise unreadable(f"checks/{finding['check']}/check.yaml") from wrong


def _template(sentence: Mapping[str, str] | None) -> dict[str, str] | None:
    return {"en": sentence["en"], "zh": sentence["zh"]} if sentence else None


def _recompute(exhibit: Mapping[str, Any]) -> str | None:
    """A command that gives the hash again; None where no file was hashed."""
    if not exhibit.get("sha256"):
        return None
    return f"sha256sum {shlex.quote(exhibit['locator'].partition('#')[0])}"


def _texts(law: Mapping[str, Any], cites: Iterable[str]) -> list[dict[str, Any]]:
    return [{"article": cite, **law.get("articles", {}).get(cite, {})} for cite in cites]


def _rows(d: Dossier, finding: Finding, name: str) -> dict[str, Any]:
    """The rows of one fact table that are behind a finding; ``total`` counts them, ``rows`` are the first ones."""
    import pyarrow.compute as pc

    table = d.facts(name)
    exhibits = {exhibit.get("id") or f"{exhibit['source']}:{exhibit['locator']}" for exhibit in finding["exhibits"]}
    decisive = _where(table, "exhibit", exhibits)
    mine = _where(table, "operator", [finding.get("operator") or d.document["operator"]])
    near = _related(table, _sources(d, finding), finding["subject"])
    first = table.filter(pc.and_(mine, decisive))
    others = table.filter(pc.and_(pc.and_(mine, near), pc.invert(decisive)))
    shown = first.slice(0, ROWS).to_pylist()
    shown += others.slice(0, ROWS - len(shown)).to_pylist()
    return {"table": name, "total": first.num_rows + others.num_rows, "rows": [_plain(row) for row in shown]}


def _sources(d: Dossier, finding: Finding) -> set[str]:
    about = d.facts("source_about")
    rows = about.filter(_related(about, set(), finding["subject"])).to_pylist()
    return {row["source"] for row in rows} | {exhibit["source"] for exhibit in finding["exhibits"]}


def _related(table: pa.Table, sources: set[str], subject: Mapping[str, str]) -> pa.ChunkedArray:
    """Rows about the subject, and rows of its sources that name no subject of their own."""
    import pyarrow.compute as pc

    about = pc.and_(_where(table, "subject", [subject["id"]]), _where(table, "kind", [subject["kind"]], absent=True))
    unnamed = pc.is_null(table["subject"]) if "subject" in table.column_names else _all(table, True)
    return pc.or_(about, pc.and_(unnamed, _where(table, "source", sources)))


def _where(table: pa.Table, column: str, values: Iterable[str], absent: bool = False) -> pa.Array:
    """Where a column holds one of the values; ``absent`` everywhere in a table without that column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if column not in table.column_names:
        return _all(table, absent)
    return pc.fill_null(pc.is_in(table[column], pa.array(sorted(values), pa.string())), False)


def _all(table: pa.Table, value: bool) -> pa.Array:
    import pyarrow as pa

    return pa.array([value] * table.num_rows, pa.bool_())


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _iso(value) for name, value in row.items()}


def _iso(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat()
    return value.isoformat() if isinstance(value, date) else value
