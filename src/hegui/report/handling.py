"""Declared against done, as the report shows it: kind by kind and recipient by recipient, each side in words, the gaps named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hegui.dossier import Dossier
from hegui.dossier.handling import CALLED, CONTAINED, KIND, SENT, SIDES
from hegui.report.flows import FORMS, flows
from hegui.report.words import as_text, labels, listed, say
from hegui.text import Text

Json = Mapping[str, Any]

SHOWN = 40  # lines of a table that is shown unfolded
FOLDED = 160  # further lines, folded
COLUMNS = (("declared",), ("asked",), ("contained", "called"), ("sent",), ("held",))
"""The sides that share a column."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line in words: what, to whom, a cell for each column of sides (None: nothing stands there), and its gaps."""

    kind: Text
    sensitive: bool
    recipient: Text
    notes: tuple[Text, ...]
    cells: tuple[Text | None, ...]
    gaps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table and the picture in each form; ``policy``: whether there was a policy to compare with."""

    policy: bool
    shown: Sequence[Line]
    folded: Sequence[Line]
    total: int
    different: int
    pictures: Sequence[str]


def comparison(d: Dossier) -> Comparison | None:
    """Declared against done of a dossier; None where no side shows any handling, or an older dossier did not keep it."""
    kept = d.document.get("handling")
    if not kept or not kept["lines"]:
        return None
    some: list[Json] = kept["lines"]
    different = [line for line in some if line["gaps"]]
    first, rest = (some, []) if len(some) <= SHOWN else _parted(some, different)
    operator = as_text(d.document["operator_name"])
    return Comparison(
        policy=kept["policy"],
        shown=[_line(line) for line in first],
        folded=[_line(line) for line in rest],
        total=kept["total"],
        different=len(different),
        pictures=[svg for form in FORMS if (svg := flows(some, operator, form))],
    )


def _parted(some: Sequence[Json], different: Sequence[Json]) -> tuple[Sequence[Json], Sequence[Json]]:
    """The lines with gaps, as many as are shown unfolded, and the others."""
    alike = [line for line in some if not line["gaps"]]
    return different[:SHOWN], [*different[SHOWN:], *alike][:FOLDED]


def _line(line: Json) -> Line:
    return Line(
        kind=_kind(line),
        sensitive=line["sensitive"],
        recipient=as_text(line["recipient"] or "–"),
        notes=tuple(_notes(line)),
        cells=tuple(_cell(line, sides) for sides in COLUMNS),
        gaps=tuple(_gap(line, code) for code in line["gaps"]),
    )


def _kind(line: Json) -> Text:
    return as_text(line["title"]) if line["title"] else labels()["handling.unnamed"]


def _notes(line: Json) -> list[Text]:
    places = sorted({place for side in line["sides"].values() for place in side["places"]})
    found = [say("handling.places", places=listed(places))] if places else []
    return [*found, say("handling.entities", names=listed(line["entities"]))] if line["entities"] else found


def _cell(line: Json, sides: tuple[str, ...]) -> Text | None:
    """What one column says; a policy that declares another breadth of the kind says so."""
    here = [side for side in sides if side in line["sides"]]
    if not here:
        if sides == ("declared",) and line["declared_as"] and line["kind"] is not None:
            return say("handling.declared_as", kinds=listed(line["declared_as"]))
        return None
    return listed([_side(side, line["sides"][side]["before_consent"]) for side in here])


def _side(side: str, before: bool) -> Text:
    key = f"handling.cell.{side}"
    return labels()[f"{key}.before" if before and side in (CALLED, SENT) else key]


def _gap(line: Json, code: str) -> Text:
    """A gap in words, with what was done."""
    if code != KIND:
        return labels()[f"handling.gap.{code}"]
    done = [side for side in SIDES[1:] if side in line["sides"]]
    certain = [side for side in done if side != CONTAINED] or done
    return say("handling.gap.kind", sides=listed([labels()[f"handling.cell.{side}"] for side in certain]))
