"""The answer of ``hegui scan page`` for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hegui.scan.frame import ending
from hegui.text import COLON, Lang, Text

_MARK = {"decides": "✗", "supports": "?", "context": "·"}
_NOTHING = Text("nothing found", "未发现问题")
_ASKS = Text("boxes that are consent: {n}", "属于同意的勾选框：{n}")
_POLICY = {
    "none": Text("no way to a policy", "没有通往隐私政策的入口"),
    "clicks": Text("clicks to the policy: {n}", "到达隐私政策的点击次数：{n}"),
}
_PICTURE = Text("screenshot: {path}", "截图：{path}")
_VIEWPORT = {"desktop": Text("desktop", "桌面"), "phone": Text("phone", "手机")}
_BRACKETS = {"en": " ({})", "zh": "（{}）"}


def render(result: Mapping[str, Any], lang: Lang) -> str:
    """The answer as text: each page with what was found on it."""
    lines = [line for page in result["pages"] for line in (*_page(page, lang), "")]
    return "\n".join([*lines, *ending(result, lang)]) + "\n"


def _page(page: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    yield page["path"] + _BRACKETS[lang].format(_VIEWPORT[page["viewport"]].in_(lang))
    consents = sum(control["means"] == "consent" for control in page["controls"])
    clicks = page["policy"]["clicks"]
    policy = _POLICY["none"].in_(lang) if clicks is None else _POLICY["clicks"].in_(lang).format(n=clicks)
    separator = "; " if lang == "en" else "；"
    yield "  " + separator.join([_ASKS.in_(lang).format(n=consents), policy])
    for note in page["notes"]:
        yield f"  ! {note['text'][lang]}"
    for finding in page["findings"]:
        yield f"  {_MARK[finding['strength']]} {finding['rule']}{COLON[lang]}{finding['reason'][lang]}"
    if not page["findings"]:
        yield f"  ✓ {_NOTHING.in_(lang)}"
    if page["screenshot"]:
        yield "  " + _PICTURE.in_(lang).format(path=page["screenshot"])
