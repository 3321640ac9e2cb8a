"""From the file ``claim.yaml`` to a claim, or to every problem found in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from hegui.claims.data import at, code_word, sentence
from hegui.claims.exhibits import exhibit
from hegui.claims.model import Act, Asked, Claim, Claimant, Dispute, Harm, Proceeding, Respondent
from hegui.claims.sense import remarks
from hegui.claims.shape import Reader
from hegui.errors import InputError, because
from hegui.profile.problems import refuse
from hegui.profile.tree import Block, UnreadableError, grow
from hegui.text import Text

MOST_BYTES = 4 * 2**20
Values = dict[str, Any]


def read(path: Path, on: date) -> Claim:
    """The claim in a file, as it stands on a day; InputError with every problem that stops the reading."""
    raw = _bytes(path)
    reader = Reader(path.name)
    values = reader.block("claim", _tree(path, raw), 1, "")
    if not reader.problems:
        _ids(path, values)
    if reader.problems:
        refuse(path.name, reader.problems)
    acts = tuple(filter(None, (_act(act, values, reader, on) for act in values["acts"])))
    claim = Claim(
        file=path.name,
        sha256=sha256(raw).hexdigest(),
        title=values.get("title") or Text("Claim", "民事请求"),
        claimants=tuple(_claimant(c, number) for number, c in enumerate(values["claimants"], 1)),
        respondents=tuple(_respondent(r, number) for number, r in enumerate(values["respondents"], 1)),
        acts=acts,
        harms=tuple(_harm(h, values) for h in values.get("harms", ())),
        exhibits=tuple(exhibit(e, acts, path.parent, reader) for e in values.get("exhibits", ())),
        asked=tuple(_asked(a, values) for a in values.get("asked", ()) if _has_happened(a, "on", on, reader)),
        proceedings=tuple(
            Proceeding(**_plain(p)) for p in values.get("proceedings", ()) if _has_happened(p, "began", on, reader)
        ),
    )
    for line in remarks(claim, on):
        reader.remarks.append(at(path.name, 0, "", line))
    return replace(claim, remarks=tuple(reader.remarks))


def _bytes(path: Path) -> bytes:
    kind = None if path.is_file() else "folder" if path.is_dir() else "no_file"
    if kind:
        raise _unusable(path, kind)
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unusable(path, "not_readable", reason=because(error)) from None
    if len(raw) > MOST_BYTES:
        raise _unusable(path, "too_big", most=f"{MOST_BYTES // 2**20} MiB")
    return raw


def _tree(path: Path, raw: bytes) -> Block:
    try:
        root, problems = grow(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _unusable(path, "no_text") from None
    except UnreadableError as unreadable:
        refuse(path.name, [unreadable.problem])
    if not isinstance(root, Block):
        raise _unusable(path, "no_claim")
    if problems:
        refuse(path.name, problems)
    return root


def _unusable(path: Path, kind: str, **values: object) -> InputError:
    text = at(str(path), 0, "", sentence(kind, **values))
    return InputError(text.en, text.zh)


def _ids(path: Path, values: Values) -> None:
    """Refuse ids that stand twice, and names that lead nowhere."""
    known = {
        among: _unique(path, values.get(among, ()), among) for among in ("claimants", "respondents", "acts", "exhibits")
    }
    leads = (
        ("acts", "by", "respondents"),
        ("acts", "to", "claimants"),
        ("harms", "to", "claimants"),
        ("exhibits", "acts", "acts"),
        ("asked", "of", "respondents"),
        ("asked", "by", "claimants"),
        ("proceedings", "of", "respondents"),
    )
    for among, key, target in leads:
        for entry in values.get(among, ()):
            named = entry.get(key) or ()
            for word in (named,) if isinstance(named, str) else named:
                if word not in known[target]:
                    text = at(
                        path.name, entry["_line"], f"{among}.{key}", sentence("unknown_id", word=word, among=target)
                    )
                    raise InputError(text.en, text.zh)


def _unique(path: Path, entries: Iterable[Values], among: str) -> set[str]:
    seen: set[str] = set()
    for entry in entries:
        if entry["id"] in seen:
            text = at(path.name, entry["_line"], among, sentence("twice", id=entry["id"]))
            raise InputError(text.en, text.zh)
        seen.add(entry["id"])
    return seen


def _claimant(values: Values, number: int) -> Claimant:
    return Claimant(**{"name": Text(f"Claimant {number}", f"请求人{number}"), **_plain(values)})


def _respondent(values: Values, number: int) -> Respondent:
    disputes = tuple(Dispute(**_plain(d)) for d in values.get("disputes", ()))
    named = {"name": Text(f"Respondent {number}", f"相对人{number}"), **_plain(values)}
    return Respondent(**{**named, "disputes": disputes, "roles": tuple(dict.fromkeys(values.get("roles") or ()))})


def _act(values: Values, whole: Values, reader: Reader, on: date) -> Act | None:
    """The act with days that make sense; None if it has not happened."""
    line, label = values["_line"], f"acts[{values['id']}]"
    start, end = values.get("from") or values.get("on"), values.get("until")
    if values.get("on") and (values.get("from") or end):
        reader.remark("day_and_span", line, label, act=values["id"])
        start = min(day for day in (values["on"], values.get("from")) if day)
    elif values.get("on"):
        end = values["on"]
    if start is None:
        start = end
        if end is None:
            reader.remark("no_day", line, label, act=values["id"])
    elif start > on:
        reader.remark("future", line, label, day=start, on=on, what=values["id"])
        return None
    elif end and end < start:
        reader.remark("until_before", line, label, until=end, since=start)
        end = start
    elif end and end > on:
        reader.remark("future_end", line, label, until=end, on=on)
        end = None
    learned = values.get("learned")
    if start and learned is None:
        reader.remark("no_learned", line, label, act=values["id"])
    elif start and learned and learned < start:
        reader.remark("learned_before", line, label, learned=learned, since=start)
        learned = start
    return Act(
        id=values["id"],
        what=values["what"],
        wrong=tuple(dict.fromkeys(values["wrong"])),
        by=values.get("by") or tuple(r["id"] for r in whole["respondents"]),
        to=_claimants(values, whole, "to"),
        start=start,
        end=end,
        learned=learned,
        **{key: values.get(key) for key in ("delivered", "price", "deceived")},
    )


def _harm(values: Values, whole: Values) -> Harm:
    kept = {key: value for key, value in _plain(values).items() if key != "id"}
    return Harm(**{**kept, "to": _claimants(values, whole, "to")})


def _asked(values: Values, whole: Values) -> Asked:
    return Asked(**{**_plain(values), "by": _claimants(values, whole, "by")})


def _claimants(values: Values, whole: Values, key: str) -> tuple[str, ...]:
    return values.get(key) or tuple(c["id"] for c in whole["claimants"])


def _has_happened(values: Values, key: str, on: date, reader: Reader) -> bool:
    day = values.get(key)
    if day and day > on:
        what = code_word("request" if "what" in values else "proceeding_kind", values.get("what") or values["kind"])
        reader.remark("future", values["_line"], key, day=day, on=on, what=what)
        return False
    return True


def _plain(values: Values) -> Values:
    return {key: value for key, value in values.items() if not key.startswith("_")}
