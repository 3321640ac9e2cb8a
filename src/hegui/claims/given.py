"""The facts and exhibits of an answer, as blocks of the memo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hegui.claims.blocks import Block, Cell, Cells, Heading, Table, joined, labels, plain, say, text
from hegui.claims.data import code_word, listed
from hegui.profile.problems import shown
from hegui.text import Text

Json = Mapping[str, Any]


def facts(given: Json) -> Iterator[Block]:
    """Parties, events, harm, demands and proceedings, as the file states them."""
    yield Heading(labels()["parties"], 3)
    yield _table("col.who", "col.role", "col.place", "col.note", rows=_parties(given), widths=(30, 30, 14, 26))
    yield Heading(labels()["events"], 3)
    yield _table("col.id", "col.when", "col.what", "col.by", rows=_events(given), widths=(12, 24, 44, 20))
    if given["harms"]:
        yield Heading(labels()["harms"], 3)
        yield _table("col.kind", "col.amount", "col.who", "col.note", rows=_harms(given), widths=(26, 20, 24, 30))
    if given["asked"]:
        yield Heading(labels()["asked"], 3)
        yield _table("col.when", "col.what", "col.who", "col.answer", rows=_asked(given), widths=(16, 28, 28, 28))
    if given["proceedings"]:
        yield Heading(labels()["proceedings"], 3)
        yield _table(
            "col.when", "col.kind", "col.what", "col.answer", rows=_proceedings(given), widths=(24, 26, 30, 20)
        )


def exhibits(given: Json) -> Table:
    """The list of exhibits."""
    rows: list[Cells] = []
    for exhibit in given["exhibits"]:
        kind = code_word("exhibit_kind", exhibit["kind"])
        what = text(exhibit["what"])
        rows.append(
            (
                Cell(plain(exhibit["id"]), code=True),
                Cell(Text(f"{kind.en}: {what.en}", f"{kind.zh}：{what.zh}") if what.en else kind),
                Cell(plain(exhibit["date"])),
                Cell(plain(exhibit["sha256"]), code=True),
                Cell(joined([_quote(quote) for quote in exhibit["quotes"]]) if exhibit["quotes"] else labels()["none"]),
            )
        )
    return _table("col.id", "col.what", "col.date", "col.sha256", "col.quoted", rows=rows, widths=(10, 28, 12, 26, 24))


def _quote(quote: Json) -> Text:
    if "finding" in quote:
        verdict = labels().get(f"verdict.{quote['verdict']}", plain(shown(quote["verdict"])))
        return say("finding", finding=shown(quote["finding"]), verdict=verdict)
    return say("flows", n=quote["flows"], host=quote["host"], kind=quote["kind"])


def _parties(given: Json) -> list[Cells]:
    rows: list[Cells] = []
    for claimant in given["claimants"]:
        kind = code_word("claimant_kind", claimant["kind"])
        more = [labels()["consumer"]] if claimant["consumer"] else []
        if claimant["born"]:
            more.append(say("born", day=claimant["born"]))
        elif claimant["age"] is not None:
            more.append(say("aged", age=claimant["age"]))
        if claimant["guardian"]:
            more.append(say("guardian", name=shown(claimant["guardian"])))
        side = labels()["side.claimant"]
        place = "/".join(dict.fromkeys(p for p in (claimant["place"], claimant["nationality"]) if p))
        rows.append((Cell(text(claimant["name"])), Cell(joined([side, kind])), Cell(plain(place)), Cell(joined(more))))
    for respondent in given["respondents"]:
        roles = listed([code_word("role", role) for role in respondent["roles"]])
        side = joined([labels()["side.respondent"], roles])
        disputes = [say("disputes", says=text(dispute["says"])) for dispute in respondent["disputes"]]
        rows.append(
            (Cell(text(respondent["name"])), Cell(side), Cell(plain(respondent["place"])), Cell(joined(disputes)))
        )
    return rows


def _events(given: Json) -> list[Cells]:
    names = _names(given["respondents"])
    return [
        (
            Cell(plain(act["id"]), code=True),
            Cell(
                joined(
                    [when(act["start"], act["end"]), *([say("learned", day=act["learned"])] if act["learned"] else [])]
                )
            ),
            Cell(text(act["what"])),
            Cell(listed([names[by] for by in act["by"]])),
        )
        for act in given["acts"]
    ]


def when(start: str | None, end: str | None) -> Text:
    """A day or a span as the memo writes it."""
    if start is None:
        return labels()["undated"]
    if start == end:
        return plain(start)
    return say("span", start=start, end=end) if end else say("since", start=start)


def _harms(given: Json) -> list[Cells]:
    names = _names(given["claimants"])
    return [
        (
            Cell(code_word("harm", harm["kind"])),
            Cell(labels()["not_stated"] if harm["amount"] is None else say("cny", amount=harm["amount"])),
            Cell(listed([names[one] for one in harm["to"]])),
            Cell(text(harm["note"])),
        )
        for harm in given["harms"]
    ]


def _asked(given: Json) -> list[Cells]:
    names = _names(given["respondents"])
    rows: list[Cells] = []
    for asked in given["asked"]:
        answer = [code_word("reply", asked["answer"])] if asked["answer"] else []
        answer += [plain(asked["answered_on"])] if asked["answered_on"] else []
        what, of = code_word("request", asked["what"]), names[asked["of"]]
        rows.append(
            (Cell(plain(asked["on"])), Cell(what), Cell(of), Cell(joined(answer) if answer else labels()["none"]))
        )
    return rows


def _proceedings(given: Json) -> list[Cells]:
    return [
        (
            Cell(
                when(one["began"], one["ended"])
                if one["ended"] or not one["began"]
                else say("begun", start=one["began"])
            ),
            Cell(code_word("proceeding_kind", one["kind"])),
            Cell(text(one["before"])),
            Cell(text(one["outcome"]) if one["outcome"] else labels()["none" if one["ended"] else "pending"]),
        )
        for one in given["proceedings"]
    ]


def _names(parties: list[Json]) -> dict[str, Text]:
    return {party["id"]: text(party["name"]) for party in parties}


def _table(*head: str, rows: list[Cells], widths: tuple[int, ...]) -> Table:
    return Table(tuple(labels()[key] for key in head), tuple(rows), widths)
