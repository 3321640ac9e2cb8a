"""The whole story on one page: profile and sources → facts → findings → dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hegui import __version__, checks, dates, dossier, engine, evidence, facts, judge, law, profile, report
from hegui.dossier import content
from hegui.errors import InputError
from hegui.facts import Facts
from hegui.judge import Judgement

Progress = Callable[[str, int, int], None]  # what, done, of


@dataclass(frozen=True, slots=True)
class Audit:
    """One operator's audit: where its dossier lies and what stands in it."""

    folder: Path
    document: dict[str, Any]
    findings: Sequence[dict[str, Any]]


def collect(
    paths: Sequence[Path],
    *,
    engine_name: str = "local",
    cache: bool = True,
    progress: Progress | None = None,
    taken_at: datetime | None = None,
) -> Facts:
    """The facts of one or several profiles: what they declare and what their sources hold."""
    taken_at = taken_at or datetime.now(dates.SHANGHAI).replace(microsecond=0)
    parts: list[Facts] = []
    seen: set[str] = set()
    for path in paths:
        loaded = profile.load(path)
        _refuse_twice(loaded, seen, path)
        parts.append(profile.facts(loaded, taken_at))
        by_kind: dict[str, list[engine.Source]] = {}
        for source in profile.sources(loaded, taken_at):
            by_kind.setdefault(source.kind, []).append(source)
        collectors = evidence.collectors()
        for kind, sources in by_kind.items():
            run = engine.run(collectors[kind], sources, engine=engine_name, cache=cache, progress=progress)
            parts.append(run.facts)
    return facts.join(parts)


def audit(
    collected: Facts,
    *,
    on: date,
    out: Path | None,
    as_if: date | None = None,
    what_if: Sequence[Mapping[str, Any]] = (),
    check_folders: Iterable[Path] = (),
    command: str = "",
) -> list[Audit]:
    """Judge collected facts as of a day and keep one dossier an operator; ``as_if`` moves the facts as a whole to that day."""
    the_law = law.load()
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
    frame = content.Frame(the_law, the_checks, on, as_if, tuple(what_if), __version__, command)
    return [
        _keep(j, facts.of_operator(moved, j.operator["operator"]) if many else moved, frame, _place(out, j, on, many))
        for j in judgements
    ]


def _keep(judgement: Judgement, own: Facts, frame: content.Frame, folder: Path) -> Audit:
    """Write one dossier with its report."""
    said = content.document_of(judgement, own, frame)
    dossier.write(
        folder,
        document=said,
        findings=judgement.findings,
        law=content.law_of(judgement, frame),
        checks=content.checks_of(judgement, frame),
        cases=[],
        facts=own,
        exhibits={},
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


def _refuse_twice(loaded: profile.Profile, seen: set[str], path: Path) -> None:
    for operator in loaded.operators:
        if operator.id in seen:
            raise InputError(
                f"{path.name}: operator {operator.id} is in two profiles; give each its own id",
                f"{path.name}：运营者 {operator.id} 出现在两个档案中；请使用不同的标识",
            )
        seen.add(operator.id)


def json_of(one: Audit) -> dict[str, Any]:
    """The document that ``hegui audit --json`` prints: dossier.json with the findings folded in, and where they lie."""
    return {
        **one.document,
        "dossier": str(one.folder),
        "report": str(one.folder / "report.html"),
        "findings": list(one.findings),
    }


def assumed(raw: str) -> list[dict[str, Any]]:
    """Read ``--what-if refusal,mass_leak=2000000`` as circumstances that name no obligation."""
    found = []
    for part in filter(None, (p.strip() for p in raw.split(","))):
        kind, _, value = part.partition("=")
        try:
            amount = float(value.replace("_", "")) if value else None
        except ValueError:
            raise InputError(
                f"--what-if {part}: {value!r} is not a number; write it like mass_leak=2000000",
                f"--what-if {part}：{value!r} 不是数字；请写成 mass_leak=2000000",
            ) from None
        found.append(
            {"circumstance": kind, "obligation": None, "kind": None, "subject": None, "at": None, "value": amount}
        )
    return found
