"""Who sent what to whom, as one picture: SVG for wide and narrow pages, readable without colour or script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from hegui.dossier.handling import ANOTHER, ASKED, CALLED, CONTAINED, HOST, KIND, OTHERS, RECIPIENT, SENT
from hegui.report.words import as_text, labels, listed, say, visible
from hegui.text import LANGS, Lang, Text

Json = Mapping[str, Any]

MOST = 12  # flows in the picture; the weaker ones are counted in words
KINDS = 6  # kinds named on one arrow
NAME = 60  # characters of a name
ORIGINS = {SENT: "sent", CALLED: "app", CONTAINED: "app", ASKED: "asked"}
"""Where a flow of each side starts: the strongest side first."""
UNNAMED = (HOST, RECIPIENT, ANOTHER, OTHERS)
"""The gaps that are the recipient's."""

_EM, _ROW, _PAD = 13, 18, 10
_DASHES = {SENT: ("2.6", ""), CALLED: ("1.4", ""), CONTAINED: ("1.6", "7 5"), ASKED: ("1.6", "2 4")}
_INK, _SOFT, _LINE, _FLAG, _BOX, _HEAD = "#1c232c", "#545e6b", "#1f3d63", "#a01c24", "#f4f4f0", "#e4eaf1"
_MARKS = {"en": "en", "zh": "zh-CN"}


@dataclass(frozen=True, slots=True)
class Form:
    """The shape of the picture: its language, how wide, and where the arrows end and the recipients begin."""

    lang: Lang
    name: str
    width: int
    split: int


FORMS = tuple(Form(lang, *shape) for lang in LANGS for shape in (("wide", 900, 560), ("narrow", 360, 196)))


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes from one origin to one recipient, by its strongest side."""

    side: str
    before_consent: bool
    recipient: str | None
    places: tuple[str, ...]
    kinds: tuple[Text, ...]
    undeclared: tuple[Text, ...]
    gaps: tuple[str, ...]

    @property
    def rank(self) -> tuple[Any, ...]:
        """Sent before asked before contained; what is flagged, abroad and of many kinds first."""
        flagged = not (self.undeclared or self.gaps)
        return (list(ORIGINS).index(self.side), flagged, not self.recipient, -len(self.kinds), self.recipient or "")


def flows(lines: Iterable[Json], operator: Text, form: Form) -> str:
    """The picture of the strongest flows; empty where nothing flows."""
    found = sorted(_flows(lines), key=lambda flow: flow.rank)
    return _picture(found[:MOST], found[MOST:], operator, form) if found else ""


def _flows(lines: Iterable[Json]) -> Iterator[Flow]:
    grouped: dict[tuple[str, str | None], list[Json]] = {}
    for line in lines:
        for origin in dict.fromkeys(ORIGINS[side] for side in ORIGINS if side in line["sides"]):
            grouped.setdefault((origin, line["recipient"]), []).append(line)
    for (origin, recipient), some in grouped.items():
        yield _flow([side for side, one in ORIGINS.items() if one == origin], recipient, some)


def _flow(sides: Sequence[str], recipient: str | None, lines: Sequence[Json]) -> Flow:
    seen = [(side, line["sides"][side]) for side in sides for line in lines if side in line["sides"]]
    strongest = min((side for side, _ in seen), key=list(ORIGINS).index)
    lines = sorted(lines, key=lambda line: not line["sensitive"])
    return Flow(
        side=strongest,
        before_consent=any(one["before_consent"] for _, one in seen),
        recipient=recipient,
        places=tuple(sorted({place for _, one in seen for place in one["places"]})),
        kinds=tuple(_kind(line) for line in lines),
        undeclared=tuple(_kind(line) for line in lines if KIND in line["gaps"]),
        gaps=tuple(code for code in UNNAMED if any(code in line["gaps"] for line in lines)),
    )


def _kind(line: Json) -> Text:
    return as_text(line["title"]) if line["title"] else labels()["handling.unnamed"]


def _picture(shown: Sequence[Flow], rest: Sequence[Flow], operator: Text, form: Form) -> str:
    body: list[str] = []
    top = 4
    for origin in dict.fromkeys(ORIGINS[flow.side] for flow in shown):
        own = [flow for flow in shown if ORIGINS[flow.side] == origin]
        drawn, top = _origin(own, say(f"flows.from.{origin}", operator=_cut(operator)), top, form)
        body += drawn
    drawn, top = _legend([flow.side for flow in shown], top, form)
    body += drawn
    if rest:
        others = len({flow.recipient for flow in rest})
        drawn, top = _paragraph(say("flows.rest", n=len(rest), recipients=others), (0, top, form.width), form, _SOFT)
        body += drawn
    title = say("flows.title").in_(form.lang)
    return (
        f'<svg lang="{_MARKS[form.lang]}" class="flows {form.name}" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {form.width} {top + 4}" font-size="{_EM}"><title>{escape(title)}</title>{"".join(body)}</svg>'
    )


def _origin(own: Sequence[Flow], title: Text, top: int, form: Form) -> tuple[list[str], int]:
    """One origin: its bar, a trunk below it, and a branch a flow."""
    words, below = _paragraph(title, (_PAD, top + 6, form.width - 2 * _PAD), form, _INK, "600")
    bar = f'<rect x="0" y="{top}" width="{form.width}" height="{below + 4 - top}" rx="4" fill="{_HEAD}"/>'
    body = [bar, *words]
    trunk, at, last = below + 4, below + 14, 0
    for flow in own:
        drawn, last, at = _branch(flow, at, form)
        body += drawn
    body.insert(0, f'<path d="M8 {trunk}V{last}" stroke="{_LINE}" stroke-width="1.4" fill="none"/>')
    return body, at + 4


def _branch(flow: Flow, top: int, form: Form) -> tuple[list[str], int, int]:
    """One flow: its words, its arrow below them, its recipient; where the arrow runs, and where the next one starts."""
    said, end = _paragraph(_carried(flow), (20, top, form.split - 30), form, _INK)
    if flow.undeclared:
        flag, end = _paragraph(
            say("flows.undeclared", kinds=_some(flow.undeclared)), (20, end, form.split - 30), form, _FLAG
        )
        said += flag
    inner = form.width - form.split - 2 * _PAD
    name, low = _paragraph(_name(flow), (form.split + _PAD, top + 6, inner), form, _INK, "600")
    for text, fill in _beneath(flow):
        more, low = _paragraph(text, (form.split + _PAD, low, inner), form, fill)
        name += more
    arrow = max(end + 6, top + 14)
    bottom = max(low + 6, arrow + 10)
    width, dashes = _DASHES[flow.side]
    edge, frame = form.split, _FLAG if flow.gaps else _LINE
    box = (
        f'<rect x="{edge}" y="{top}" width="{form.width - edge - 1}" height="{bottom - top}" rx="4" fill="{_BOX}" '
        f'stroke="{frame}" stroke-width="{2 if flow.gaps else 1}"/>'
    )
    line = (
        f'<path class="{flow.side}" d="M8 {arrow}H{edge - 8}" stroke="{_LINE}" stroke-width="{width}" '
        f'stroke-dasharray="{dashes}" fill="none"/><path d="M{edge - 10} {arrow - 5}L{edge} {arrow}L{edge - 10} {arrow + 5}Z" fill="{_LINE}"/>'
    )
    return ["<g>", line, *said, box, *name, "</g>"], arrow, bottom + 12


def _carried(flow: Flow) -> Text:
    before = ".before" if flow.before_consent and flow.side in (SENT, CALLED) else ""
    return say("flows.carries", how=labels()[f"handling.cell.{flow.side}{before}"], kinds=_some(flow.kinds))


def _name(flow: Flow) -> Text:
    return _cut(as_text(flow.recipient)) if flow.recipient else labels()["handling.nobody"]


def _beneath(flow: Flow) -> Iterator[tuple[Text, str]]:
    if flow.places:
        yield say("handling.places", places=listed(list(flow.places))), _SOFT
    for code in flow.gaps:
        yield say("flows.flag", what=labels()[f"handling.gap.{code}"]), _FLAG


def _some(kinds: Sequence[Text]) -> Text:
    """The first kinds by name, the others by number."""
    named = listed(list(kinds[:KINDS]))
    return say("flows.more", kinds=named, n=len(kinds) - KINDS) if len(kinds) > KINDS else named


def _cut(name: Text) -> Text:
    return Text(*(text if len(text) <= NAME else f"{text[:NAME]}…" for text in map(visible, name)))


def _legend(sides: Iterable[str], top: int, form: Form) -> tuple[list[str], int]:
    """What the lines mean, as many as there are."""
    body: list[str] = []
    for side in (side for side in ORIGINS if side in set(sides)):
        width, dashes = _DASHES[side]
        body.append(
            f'<path d="M0 {top + 9}H44" stroke="{_LINE}" stroke-width="{width}" stroke-dasharray="{dashes}" fill="none"/>'
        )
        words, top = _paragraph(labels()[f"flows.legend.{side}"], (54, top, form.width - 54), form, _SOFT)
        body += words
    return body, top


def _paragraph(
    text: Text, box: tuple[int, int, int], form: Form, fill: str, weight: str = "400"
) -> tuple[list[str], int]:
    """A text broken into lines in a box of some left, top and width; and where it ends."""
    x, top, room = box
    rows = list(_broken(visible(text.in_(form.lang)), room))
    spans = "".join(f'<tspan x="{x}" dy="{_ROW if n else 0}">{escape(row)}</tspan>' for n, row in enumerate(rows))
    body = f'<text x="{x}" y="{top + _EM}" fill="{fill}" font-weight="{weight}">{spans}</text>'
    return [body], top + _ROW * len(rows)


def _broken(text: str, room: int) -> Iterator[str]:
    """The lines of a text of which each fits: broken behind a blank or a Chinese sign, a longer word anywhere."""
    line, free = "", float(room)
    for word in _words(text):
        wide = _width(word)
        if wide > free and line:
            yield line.rstrip()
            line, free = "", float(room)
        for sign in word:
            one = _width(sign)
            if one > free:
                yield line
                line, free = "", float(room)
            line += sign
            free -= one
    yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    """A text in pieces between which a line may end; a Chinese stop stays with the sign before it."""
    word = ""
    for sign in text:
        if word and (word[-1] == " " or (_is_wide(sign) and sign not in "，。；：、）”》")):
            yield word
            word = ""
        word += sign
    yield word


def _width(text: str) -> float:
    return sum(_EM if _is_wide(sign) else _EM * 0.56 for sign in text)


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"
