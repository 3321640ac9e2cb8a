"""Items of a plan before they are priced: the findings of a duty that are open in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hegui.text import Text

Json = Mapping[str, Any]


@dataclass(slots=True)
class Draft:
    """A failure that stands (mend), one that is over (answer), or what nobody has shown (prove)."""

    kind: str
    obligation: str
    findings: list[Json] = field(default_factory=list)

    @property
    def ids(self) -> frozenset[str]:
        """Ids of the findings."""
        return frozenset(finding["id"] for finding in self.findings)

    @property
    def arguable(self) -> bool:
        """Whether it binds the operator only in a role that is arguable."""
        return all(finding["role_state"] == "arguable" for finding in self.findings)

    @property
    def title(self) -> Text:
        """The duty's title."""
        return Text(**self.findings[0]["title"])


def drafted(findings: Iterable[Json]) -> list[Draft]:
    """One draft a duty and kind of work."""
    found: dict[tuple[str, str], Draft] = {}
    for finding in findings:
        if kind := _kind(finding):
            key = (kind, finding["obligation"])
            found.setdefault(key, Draft(*key)).findings.append(finding)
    return list(found.values())


def _kind(finding: Json) -> str | None:
    match finding["verdict"]:
        case "not_met":
            return "answer" if finding["at"] or finding["until"] else "mend"
        case "unproven":
            return "prove"
    return None
