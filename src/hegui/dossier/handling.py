"""Declared against done: what every side of the evidence shows of each kind of personal information and each recipient, side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hegui.recognise.pi.families import Family, covers, families

Row = Mapping[str, Any]
Json = dict[str, Any]

DECLARED, ASKED, CONTAINED, CALLED, SENT, HELD = "declared", "asked", "contained", "called", "sent", "held"
SIDES = (DECLARED, ASKED, CONTAINED, CALLED, SENT, HELD)
KIND, RECIPIENT, HOST, OTHERS, ANOTHER, BEFORE = "kind", "recipient", "host", "others", "another", "before"
"""Gaps of a line: its kind or its recipient is declared in no policy; the recipient is known by its host alone; the kind is declared for
other recipients; it is asked for another than the policy's handler; it happened before consent."""

MOST_LINES = 1000
_HOST = re.compile(r"^[a-z0-9_-]*[.:][a-z0-9.:_-]*$", re.IGNORECASE)
_TWO_NAMES = re.compile(r"(.+)[（(]([^（）()]{3,})[）)]")


@dataclass(frozen=True, slots=True)
class _Declared:
    """What the policies declare: kinds, for whom each, who else is named, and who handles."""

    kinds: Mapping[str, frozenset[str]]  # kind → its recipients, none where the policy names none for it
    recipients: frozenset[str]
    handlers: frozenset[str]

    def covering(self, family: Family | None) -> list[str]:
        """The declared kinds that cover a kind: the same, broader or narrower; one that is not known covers nothing."""
        known = [one for one in self.kinds if one in families()]
        return [one for one in known if family and (covers(one, family.id) or covers(family.id, one))]


def compared(rows: Iterable[Row]) -> Json:
    """One line a kind and recipient of one operator's rows of the fact table ``handling``, with the sides it stands on and its gaps.

    ``policy``: whether any policy declares anything; without one, nothing is said to be undeclared. Of very many lines those with
    gaps are kept first; ``total`` counts all.
    """
    some = [row for row in rows if row["side"] in SIDES]
    declared = _declared([row for row in some if row["side"] == DECLARED])
    names = _one_name_each(some)
    grouped: dict[tuple[str | None, str | None], list[Row]] = defaultdict(list)
    for row in some:
        grouped[row["kind"], names.get(row["recipient"])].append(row)
    lines = [_line(kind, recipient, group, declared) for (kind, recipient), group in grouped.items()]
    order = {kind: place for place, kind in enumerate(families())}
    lines.sort(key=lambda line: (order.get(line["kind"] or "", len(order)), line["recipient"] or ""))
    kept = sorted(range(len(lines)), key=lambda place: not lines[place]["gaps"])[:MOST_LINES]
    return {"policy": declared is not None, "total": len(lines), "lines": [lines[place] for place in sorted(kept)]}


def same_party(one: str, other: str) -> bool:
    """Whether two names may stand for the same company: one lies within the other, of which either may have a second name in brackets.

    >>> same_party("友盟（Umeng）", "友盟同欣（北京）科技有限公司"), same_party("甲公司", "乙公司")
    (True, False)
    """
    return any(a in b or b in a for a in _names(one) for b in _names(other))


def _names(name: str) -> list[str]:
    """The name, and the second one that stands in brackets behind it."""
    whole = name.lower().removesuffix("sdk").strip()
    two = _TWO_NAMES.fullmatch(whole)
    return [one.strip() for one in two.groups()] if two else [whole]


def _declared(rows: Sequence[Row]) -> _Declared | None:
    if not rows:
        return None
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["kind"]:
            kinds[row["kind"]] |= {row["recipient"]} - {None}
    return _Declared(
        {kind: frozenset(some) for kind, some in sorted(kinds.items())},
        frozenset(row["recipient"] for row in rows if row["recipient"]),
        frozenset(row["entity"] for row in rows if row["entity"]),
    )


def _one_name_each(rows: Sequence[Row]) -> dict[str | None, str]:
    """The name under which each recipient stands: the longest of those who really appear; a declared one under that of whom it may be."""
    declared = {row["recipient"] for row in rows if row["side"] == DECLARED and row["recipient"]}
    done = {row["recipient"] for row in rows if row["side"] != DECLARED and row["recipient"]}
    pairs = [_names(name) for name in done]
    first_of = {pair[1]: pair[0] for pair in pairs if len(pair) > 1 and pair[1].isascii()}
    firsts = {name: first_of.get(_names(name)[0], _names(name)[0]) for name in done}
    longest = {firsts[name]: name for name in sorted(done, key=lambda name: (len(name), name))}
    found: dict[str | None, str] = {name: longest[first] for name, first in firsts.items()}
    for name in declared - done:
        found[name] = next((one for one in sorted(longest.values()) if same_party(one, name)), name)
    return found


def _line(kind: str | None, recipient: str | None, rows: Sequence[Row], declared: _Declared | None) -> Json:
    family = families().get(kind or "")
    covering = declared.covering(family) if declared else []
    by_side = {side: some for side in SIDES if (some := [row for row in rows if row["side"] == side])}
    return {
        "kind": kind,
        "title": family.title.as_json() if family else None,
        "sensitive": bool(family and family.sensitive),
        "recipient": recipient,
        "sides": {side: _side(some) for side, some in by_side.items()},
        "declared_as": [families()[one].title.as_json() for one in covering if one != kind],
        "entities": sorted({row["entity"] for row in rows if row["entity"]}),
        "purposes": sorted({row["purpose"] for row in rows if row["purpose"]}),
        "gaps": list(_gaps(kind, recipient, by_side, covering, declared)),
    }


def _side(rows: Sequence[Row]) -> Json:
    return {
        "rows": len(rows),
        "sources": sorted({row["source"] for row in rows if row["source"]}),
        "places": sorted({row["place"] for row in rows if row["place"]}),
        "before_consent": any(row["consent"] == "before" for row in rows),
    }


def _gaps(
    kind: str | None,
    recipient: str | None,
    by_side: Mapping[str, Sequence[Row]],
    covering: Sequence[str],
    declared: _Declared | None,
) -> Iterable[str]:
    done = set(by_side) - {DECLARED}
    if declared and done:
        if kind and declared.kinds and not covering:
            yield KIND
        another = _asked_for_another(by_side.get(ASKED, ()), declared)
        if another:
            yield ANOTHER
        if recipient and not any(same_party(recipient, name) for name in declared.recipients):
            if _HOST.match(recipient):
                yield HOST
            elif not another:
                yield RECIPIENT
        elif recipient and _meant_for_others(recipient, [declared.kinds[one] for one in covering]):
            yield OTHERS
    if any(row["consent"] == "before" for side in (CALLED, SENT) for row in by_side.get(side, ())):
        yield BEFORE


def _asked_for_another(rows: Sequence[Row], declared: _Declared) -> bool:
    known = declared.handlers | declared.recipients
    named = {row["recipient"] or row["entity"] for row in rows} - {None}
    return bool(declared.handlers) and any(not any(same_party(name, one) for one in known) for name in named)


def _meant_for_others(recipient: str, named: Sequence[frozenset[str]]) -> bool:
    """Whether every declaration that covers a kind names recipients, and none of them this one."""
    return bool(named) and all(some and not any(same_party(recipient, one) for one in some) for some in named)
