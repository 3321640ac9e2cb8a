"""What an operator has handed over already: for one piece of evidence and one subject, whether it can speak for the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from hegui.checks import thresholds
from hegui.facts import registers
from hegui.rectify.rows import Own, Row

BEST_FIRST = ("given", "stale", "no_row", "unreadable", "unfilled", "not_given")


class Given:
    """The declared sources of one operator and what was read of them; asks nothing of the disk."""

    def __init__(self, own: Own, on: date) -> None:
        self._own = own
        self._oldest = on - timedelta(days=int(thresholds()["evidence.fresh_days"]))
        self._sources = {row["source"]: row for row in own["source"]}
        self._unread = {row["source"] for row in own["unreadable"]}
        self._about: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for row in own["source_about"]:
            self._about[row["source"]].add((row["kind"], row["subject"]))

    def status(self, pieces: Iterable[str], subject: Row, *, lasting: bool) -> tuple[str, list[str]]:
        """How far the best of alternative *pieces* was handed over for a subject, and the sources that count for it.

        *lasting*: it must show a state, so that a register about subjects needs a row for this one.
        """
        found = [one for piece in pieces for one in self._found(piece, subject, lasting)]
        best = min((status for status, _ in found), key=BEST_FIRST.index, default="not_given")
        return best, list(dict.fromkeys(source for status, source in found if status == best))

    def _found(self, piece: str, subject: Row, lasting: bool) -> Iterator[tuple[str, str]]:
        kind, _, code = piece.partition("/")
        match kind:
            case "logs":
                for source in self._declared("logs", None):
                    if (subject["kind"], subject["subject"]) in self._about[source["source"]]:
                        yield self._dated(source), source["source"]
            case "register":
                for source in self._declared("register", code.partition(".")[0]):
                    if not (about := self._about[source["source"]]) or (subject["kind"], subject["subject"]) in about:
                        yield self._register(source, code, subject, lasting), source["source"]
            case "document":
                for paper in self._own["document"]:
                    if paper["document"] == code and _speaks_of(paper["about"], subject):
                        unfilled = paper["placeholder"]
                        status = "unfilled" if unfilled else self._dated(self._sources[paper["source"]])
                        yield status, paper["source"]

    def _declared(self, kind: str, what: str | None) -> Iterator[Row]:
        return (s for s in self._sources.values() if (s["kind"], s["what"]) == (kind, what) and s["given"])

    def _register(self, source: Row, code: str, subject: Row, lasting: bool) -> str:
        if source["source"] in self._unread:
            return "unreadable"
        register, _, column = code.partition(".")
        if lasting and registers()[register].about == subject["kind"] != "operator":
            rows = (row for row in self._own[register] if row["source"] == source["source"])
            named = {row["subject"] for row in rows if not column or row[column] is not None}
            if named.isdisjoint({subject["subject"], None}):
                return "no_row"
        return self._dated(source)

    def _dated(self, source: Row) -> str:
        return "stale" if source["as_of"] and source["as_of"] < self._oldest else "given"


def _speaks_of(about: Sequence[str] | None, subject: Row) -> bool:
    """A paper that names nothing speaks for the operator as a whole."""
    return not about or f"{subject['kind']}/{subject['subject']}" in about
