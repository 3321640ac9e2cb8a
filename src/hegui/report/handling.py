"""Declared against done: one table of what every side of the evidence shows, kind by kind and recipient by recipient."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hegui.recognise.pi.families import covers, families
from hegui.text import Text

SIDES: Mapping[str, Text] = {
    "declared": Text("declared in a policy", "政策声明"),
    "asked": Text("asked on a page", "页面索取"),
    "held": Text("held in data", "数据存储"),
    "contained": Text("contained in an app", "应用程序包含"),
    "called": Text("called by an app", "应用程序调用"),
    "sent": Text("sent over the network", "网络发送"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of personal information and one recipient (None: none named), with the sides on which they stand.

    ``declared_as`` are the declared kinds that cover this one, broader or narrower; empty where nothing declared does.
    """

    kind: str | None
    title: Text
    sensitive: bool
    recipient: str | None
    sides: tuple[str, ...]
    entities: tuple[str, ...]
    before_consent: bool
    declared_as: tuple[str, ...]

    @property
    def undeclared(self) -> bool:
        """Whether it is done and no declared kind covers it."""
        return self.kind is not None and not self.declared_as and set(self.sides) != {"declared"}


UNNAMED = Text("not named", "未指明种类")


def table(rows: Iterable[Mapping[str, Any]]) -> list[Line]:
    """The lines of one operator's rows of the fact table ``handling``: kinds in the order of the families, recipients by name."""
    grouped: dict[tuple[str | None, str | None], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["kind"], row["recipient"]].append(row)
    declared = sorted({row["kind"] for some in grouped.values() for row in some if row["side"] == "declared"} - {None})
    lines = [_line(kind, recipient, some, declared) for (kind, recipient), some in grouped.items()]
    order = {kind: place for place, kind in enumerate(families())}
    return sorted(lines, key=lambda line: (order.get(line.kind or "", len(order)), line.recipient or ""))


def _line(kind: str | None, recipient: str | None, rows: list[Mapping[str, Any]], declared: list[str]) -> Line:
    family = families().get(kind or "")
    sides = {row["side"] for row in rows}
    return Line(
        kind=kind,
        title=family.title if family else UNNAMED,
        sensitive=bool(family and family.sensitive),
        recipient=recipient,
        sides=tuple(side for side in SIDES if side in sides),
        entities=tuple(sorted({row["entity"] for row in rows if row["entity"]})),
        before_consent=any(row["consent"] == "before" for row in rows),
        declared_as=tuple(one for one in declared if family and (covers(one, family.id) or covers(family.id, one))),
    )
