"""The answer of ``hegui scan policy`` for a terminal: each policy, the table of services, what changed, and what became of promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

from hegui import yaml12
from hegui.evidence.policy.elements import elements
from hegui.evidence.policy.lexicon import data
from hegui.recognise.pi.families import families
from hegui.scan.frame import ending
from hegui.scan.policy_compare import point_titles
from hegui.text import Lang, text_of

MOST = 12
_INDENT = "  "


def render(result: Mapping[str, Any], lang: Lang, width: int | None = None) -> str:
    """The answer as text of at most *width* columns (default: the terminal's)."""
    if width is None:
        from shutil import get_terminal_size

        width = get_terminal_size((100, 24)).columns
    if "comparison" in result:
        lines = [
            *_comparison(result["comparison"], lang, width),
            *_drift(result["drift"], lang),
            *_promises(result, lang),
        ]
    else:
        lines = [line for policy in result["policies"] for line in _policy(policy, lang)]
    if not result["policies"]:
        lines.append(_say("no_policy", lang))
    return "\n".join([*lines, *ending(result, lang)])


def _policy(policy: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    version = policy["version"] or _say("no_version", lang)
    yield f"{policy['path']}  {policy['title'] or ''}  {version}"
    declared = policy["declared"]
    if policy["handler"]:
        yield _INDENT + _say("handler", lang, what=policy["handler"])
    for key, present in (("says", True), ("lacks", False)):
        if some := [one["element"] for one in policy["elements"] if one["present"] == present]:
            yield _INDENT + _say(key, lang, what=_joined([element_words(e, lang) for e in some], lang, most=len(some)))
    for key in ("kinds", "recipients", "sdks"):
        if declared[key]:
            words = [_value(key, value, lang) for value in declared[key]]
            yield _INDENT + _say(key, lang, what=_joined(words, lang))
    if declared["cross_border"] is not None:
        yield _INDENT + _say(f"abroad_{str(declared['cross_border']).lower()}", lang)
    for finding in policy["findings"]:
        if not finding["rule"].startswith("lacks_"):
            yield f"{_INDENT}! {finding['reason'][lang]}"
    yield ""


def _comparison(compared: Mapping[str, Any], lang: Lang, width: int) -> Iterator[str]:
    from rich.console import Console
    from rich.table import Table

    table = Table(_say("service", lang), _say("version", lang), *(title.in_(lang) for title in point_titles().values()))
    for row in compared["services"]:
        cells = [_point(point, lang) for point in row["points"].values()]
        table.add_row(row["service"], row["version"] or _say("no_version", lang), *cells)
    out = StringIO()
    Console(file=out, width=width, force_terminal=False, color_system=None).print(table)
    yield _say("comparison", lang)
    yield from out.getvalue().splitlines()
    yield ""


def _point(point: Mapping[str, Any], lang: Lang) -> str:
    state = _say(point["state"], lang)
    if point["state"] != "partly":
        return state
    return state + "\n" + _say("lacking", lang, what=_joined([_lacking(one, lang) for one in point["lacking"]], lang))


def _lacking(name: str, lang: Lang) -> str:
    return element_words(name, lang) if name in elements() else _say(f"signals.{name}", lang)


def _drift(drift: Sequence[Mapping[str, Any]], lang: Lang) -> Iterator[str]:
    if drift:
        yield _say("drift", lang)
    for pair in drift:
        versions = [side["version"] or side["path"] for side in (pair["from"], pair["to"])]
        yield f"{_INDENT}{pair['service']}  {' → '.join(versions)}"
        for change in pair["changes"]:
            yield f"{_INDENT * 2}{_say(change['change'], lang)}  {_say('what.' + change['what'], lang)}  {_changed(change, lang)}"
        if not pair["changes"]:
            yield _INDENT * 2 + _say("unchanged", lang)
    if drift:
        yield ""


def _changed(change: Mapping[str, Any], lang: Lang) -> str:
    """What of a change: the thing that appeared or vanished, or the state before and after."""
    what, value = change["what"], change["id"]
    if what == "point":
        return f"{point_titles()[value].in_(lang)}  {_say(change['from'], lang)} → {_say(change['to'], lang)}"
    if what == "cross_border":
        return " → ".join(_say(f"signals.cross_border_{_TRUTH[change[side]]}", lang) for side in ("from", "to"))
    if "from" in change:
        return " → ".join(
            "、".join(change[side]) if lang == "zh" else ", ".join(change[side]) for side in ("from", "to")
        )
    return _value(what, value, lang)


_TRUTH = {True: "true", False: "false", None: "null"}


def _promises(result: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    if result["promises"]:
        yield _say("promises", lang)
    for one in result["promises"]:
        outcome = "no_comparable" if one["outcome"] == "no_version" else one["outcome"]
        promise = one["promise"] if one["promise"] in _words()["promise"] else "other"
        yield f"{_INDENT}{one['service']}  {one['made_on']}  {_say('promise.' + promise, lang)}  {_say(outcome, lang)}"
    if result["promises"]:
        yield ""


def element_words(element: str, lang: Lang) -> str:
    """An element in words."""
    return elements()[element].in_(lang)


def _value(what: str, value: str, lang: Lang) -> str:
    """A declared thing in words; names stand as they are written."""
    if what == "element":
        return element_words(value, lang)
    if what == "kinds":
        return families()[value].title.in_(lang)
    if what == "purposes":
        return text_of(data("purposes.yaml")[value]["title"]).in_(lang)
    if what == "recipient_kinds":
        return text_of(data("recipients.yaml")[f"to_{value}"]["title"]).in_(lang)
    return value


def _joined(words: Sequence[str], lang: Lang, most: int = MOST) -> str:
    comma = "、" if lang == "zh" else ", "
    shown = comma.join(words[:most])
    return shown if len(words) <= most else shown + comma + _say("more", lang, n=len(words) - most)


def _say(key: str, lang: Lang, **values: object) -> str:
    found: Any = _words()
    for part in key.split("."):
        found = found[part]
    return text_of(found).in_(lang).format(**values)


@cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = yaml12.load(
        files("hegui.scan").joinpath("policy_words.yaml").read_text(encoding="utf-8")
    )
    return words
