"""The answer of ``hegui scan traffic`` for a terminal: who got what, how strong what stands against it is, and what went abroad."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.facts import registers
from hegui.recognise.pi.families import families
from hegui.scan.frame import Row, ending
from hegui.text import Lang, Text, text_of

_STRENGTHS = ("decides", "supports", "context")  # the strongest first


@cache
def words(group: str) -> Mapping[str, Text]:
    """The sentences of one group of ``traffic_words.yaml``."""
    raw = yaml12.load(files("hegui.scan").joinpath("traffic_words.yaml").read_text(encoding="utf-8"))
    return {name: text_of(text) for name, text in raw[group].items()}


def whose(kind: str, canary: bool) -> Text:
    """A kind in words, with how certain it is: the test identity's own value, or what looks like the kind."""
    said = words("showing")["own" if canary else "like"]
    title = families()[kind].title if kind in families() else Text(kind, kind)
    return Text(said.en.format(kind=title.en), said.zh.format(kind=title.zh))


def forms(hows: Sequence[str]) -> Text:
    """The forms in which a value was sent, in words."""
    said = [words("how")[how] for how in dict.fromkeys(hows)]
    return Text(", ".join(one.en for one in said), "、".join(one.zh for one in said))


def grouped(carries: Sequence[Row]) -> dict[tuple[str, bool], list[str]]:
    """The forms of each kind that a flow carries, those of the test identity apart."""
    found: dict[tuple[str, bool], list[str]] = {}
    for one in carries:
        found.setdefault((one["kind"], one["canary"]), []).append(one["how"])
    return found


def render(result: Mapping[str, Any], lang: Lang) -> str:
    """The answer of ``scan`` in words."""
    lines = [line for capture in result["captures"] for line in _capture(capture, lang)]
    lines += _abroad(result["cross_border"], lang)
    if as_of := result["places"]["as_of"]:
        lines.append(words("showing")["places"].in_(lang).format(as_of=as_of))
    return "\n".join([*lines, *ending(result, lang)])


def _capture(capture: Row, lang: Lang) -> Iterator[str]:
    said = words("showing")
    first, last = (_time(capture[end], lang) for end in ("first", "last"))
    yield (
        said["capture"]
        .in_(lang)
        .format(path=capture["path"], format=capture["format"], n=len(capture["flows"]), first=first, last=last)
    )
    telling = [flow for flow in capture["flows"] if flow["carries"]]
    yield from (_flow(flow, lang) for flow in telling)
    if not telling:
        yield said["nothing"].in_(lang)
    yield from _findings(capture["findings"], lang)


def _flow(flow: Row, lang: Lang) -> str:
    said = {name: text.in_(lang) for name, text in words("showing").items()}
    carries = (
        said["carries"].format(what=whose(kind, canary).in_(lang), hows=forms(hows).in_(lang))
        for (kind, canary), hows in grouped(flow["carries"]).items()
    )
    return said["flow"].format(
        at=_time(flow["at"], lang),
        host=flow["host"],
        vendor=said["vendor"].format(name=flow["vendor"]) if flow["vendor"] else "",
        place=flow["place"] or said["unknown"],
        lock=said["encrypted" if flow["encrypted"] else "clear"],
        consent=said[flow["consent"]] if flow["consent"] else "",
        carries="；".join(carries) if lang == "zh" else "; ".join(carries),
    )


def _findings(findings: Sequence[Row], lang: Lang) -> Iterator[str]:
    """The findings, the strongest first, those that read alike once."""
    alike = Counter((one["strength"], one["reason"][lang], tuple(one["articles"])) for one in findings)
    for (strength, reason, articles), n in sorted(alike.items(), key=lambda one: _STRENGTHS.index(one[0][0])):
        yield (
            words("showing")["finding"]
            .in_(lang)
            .format(
                strength=words("strength")[strength].in_(lang),
                reason=reason,
                times=words("showing")["times"].in_(lang).format(n=n) if n > 1 else "",
                articles=", ".join(articles),
            )
        )


def _abroad(crossing: Row, lang: Lang) -> Iterator[str]:
    """What went abroad; nothing where nothing was seen to."""
    said = {name: text.in_(lang) for name, text in words("abroad").items()}
    if not crossing["seen"]:
        return
    yield said["title"]
    for one in crossing["seen"]:
        names = _listed(one["recipients"], lang)
        yield said["seen"].format(
            place=one["place"],
            what=whose(one["kind"], one["canary_flows"] > 0).in_(lang),
            n=one["flows"],
            canaries=one["canary_flows"],
            values=one["values"],
            to=said["to"].format(names=names) if names else "",
            routes=_routes(one["routes"], lang),
        )
    if all(crossing["numbers"].values()):
        yield said["numbers"].format(**crossing["numbers"], articles=_listed(crossing["articles"], lang))
    counted = crossing["registered"]
    yield said["no_register"] if counted is None else said["registered"].format(**counted)


def _routes(declared: Sequence[str] | None, lang: Lang) -> str:
    said = words("abroad")
    if not declared:
        return "" if declared is None else said["no_route"].in_(lang)
    codes = next(column.codes for column in registers()["transfer"].columns if column.name == "route")
    named = [codes[one][0] if lang == "zh" else one.replace("_", " ") for one in declared]
    return said["routes"].in_(lang).format(routes=_listed(named, lang))


def _time(moment: str | None, lang: Lang) -> str:
    return moment[:19].replace("T", " ") if moment else words("showing")["unknown"].in_(lang)


def _listed(names: Sequence[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(names)
