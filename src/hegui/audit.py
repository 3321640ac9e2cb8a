"""The whole story on one page: profile and sources → facts → findings → dossier."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hegui import __version__, cases, checks, dates, dossier, engine, evidence, facts, judge, law, profile, report
from hegui.dossier import content
from hegui.errors import InputError
from hegui.facts import Facts
from hegui.judge import Judgement
from hegui.profile import Profile

Progress = Callable[[str, int, int], None]  # what, done, of


@dataclass(frozen=True, slots=True)
class Audit:
    """One operator's audit: where its dossier lies and what stands in it."""

    folder: Path
    document: dict[str, Any]
    findings: Sequence[dict[str, Any]]


def load(paths: Sequence[Path]) -> list[Profile]:
    """Read profiles; an operator that stands in two of them is an InputError."""
    profiles = [profile.load(path) for path in paths]
    seen: set[str] = set()
    for one in profiles:
        for operator in one.operators:
            if operator.id in seen:
                raise InputError(
                    f"operator {operator.id} is in two profiles; give each its own id",
                    f"运营者 {operator.id} 出现在两个档案中；请使用不同的标识",
                )
            seen.add(operator.id)
    return profiles


def collect(
    profiles: Sequence[Profile],
    *,
    where: str = "local",
    cache: bool = True,
    rehash: bool = False,
    progress: Progress | None = None,
    kinds: Collection[str] | None = None,
) -> Facts:
    """The facts of profiles: what they declare and what their sources hold, read *where* an engine says.

    *kinds* are the kinds of source to read; None: all. *rehash*: what is remembered of a file is used only where no byte changed.
    """
    taken_at = datetime.now(dates.SHANGHAI).replace(microsecond=0)
    parts = [profile.facts(one, taken_at) for one in profiles]
    by_kind: dict[str, list[engine.Source]] = {}
    for one in profiles:
        for source in profile.sources(one, taken_at):
            by_kind.setdefault(source.kind, []).append(source)
    known = evidence.collectors()
    for kind, sources in by_kind.items():
        if kinds is not None and kind not in kinds:
            continue
        if kind not in known:
            raise InputError(
                f"no collector reads sources of kind {kind}; install the package that does",
                f"没有采集器可读取种类为 {kind} 的来源；请安装相应的软件包",
            )
        parts.append(
            engine.run(known[kind], sources, engine=where, cache=cache, progress=progress, rehash=rehash).facts
        )
    return facts.join(parts)


def audit(
    collected: Facts,
    *,
    on: date,
    out: Path | None,
    as_if: date | None = None,
    what_if: Sequence[Mapping[str, Any]] = (),
    check_folders: Iterable[Path] = (),
    law_folders: Iterable[Path] = (),
    command: str = "",
    decided: cases.Cases | None = None,
) -> list[Audit]:
    """Judge collected facts as of a day and keep one dossier an operator; ``as_if`` moves the facts as a whole to that day.

    *decided*: the cases to compare with, where they are not those of the project alone.
    """
    the_law = law.load(law_folders)
    the_law.refuse_before(as_if or on)
    the_checks = checks.load(check_folders)
    judged_on = as_if or on
    moved = facts.shift(collected, (as_if - on).days) if as_if else collected
    judgements = judge.judge(moved, the_law, the_checks, judged_on, what_if)
    if not judgements:
        raise InputError(
            "the facts name no operator; collect them again with a profile", "事实中没有运营者，请用档案重新采集"
        )
    many = len(judgements) > 1
    likeness = cases.Likeness(decided.all) if decided else None
    frame = content.Frame(the_law, the_checks, on, as_if, tuple(what_if), __version__, command, likeness)
    return [
        _keep(j, facts.of_operator(moved, j.operator["operator"]) if many else moved, frame, _place(out, j, on, many))
        for j in judgements
    ]


def _keep(judgement: Judgement, own: Facts, frame: content.Frame, folder: Path) -> Audit:
    """Write one dossier with its report."""
    own, pictures = dossier.taken_out(own)
    similar = content.cases_of(judgement, frame)
    said = content.document_of(judgement, own, frame)
    dossier.write(
        folder,
        document=said,
        findings=judgement.findings,
        law=content.law_of(judgement, frame),
        checks=content.checks_of(judgement, frame),
        cases=similar,
        facts=own,
        exhibits=pictures,
        page=report.html,
    )
    return Audit(folder, said, judgement.findings)


def _place(out: Path | None, judgement: Judgement, on: date, many: bool) -> Path:
    """Where a dossier goes: the folder asked for (one a operator below it where there are several), else a new one here."""
    name = judgement.operator["operator"]
    if out is not None:
        return out / name if many else out
    stem = Path("dossiers") / f"{name}-{on.isoformat()}"
    numbered = (stem.with_name(f"{stem.name}-{n}") for n in range(2, 10_000))
    return next(place for place in (stem, *numbered) if not place.exists())


def json_of(one: Audit) -> dict[str, Any]:
    """The document that ``hegui audit --json`` prints: dossier.json with the findings folded in, and where they lie."""
    return {
        **one.document,
        "dossier": str(one.folder),
        "report": str(one.folder / "report.html"),
        "findings": list(one.findings),
    }
