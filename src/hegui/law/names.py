"""What a cite is called when it is read aloud, beside which it always stands."""

from __future__ import annotations

from hegui.law.cite import STANDARDS, Annex, Article, Cite, Clause, Question, Range
from hegui.law.numerals import chinese_number
from hegui.text import Text

GROUPED = ("app-method-2019",)  # its six groups are cited like articles, its behaviours like items


def readable(cite: Cite, short: Text) -> Text:
    """The cite in words, *short* being the instrument's short name.

    >>> from hegui.law.cite import parse
    >>> readable(parse("csl@2017/21(3)"), Text("CSL", "网络安全法"))
    Text(en='CSL (2017) Art. 21(3)', zh='《网络安全法》（2017）第二十一条第三项')
    """
    en, zh = _place(cite)
    if cite.instrument.startswith(STANDARDS):
        return Text(f"{short.en}-{cite.version} {en}".strip(), f"{short.zh}-{cite.version} {zh}".strip())
    return Text(f"{short.en} ({cite.version}) {en}".strip(), f"《{short.zh}》（{cite.version}）{zh}")


def _place(cite: Cite) -> tuple[str, str]:
    match cite.place:
        case None:
            return "", ""
        case Article(number, None, None, item) if cite.instrument in GROUPED:
            return f"group {cite.place}", f"第{chinese_number(number)}类" + (f"第{item}项" if item else "")
        case Article(number, inserted, paragraph, item):
            zh = f"第{chinese_number(number)}条" + (f"之{chinese_number(inserted)}" if inserted else "")
            zh += f"第{chinese_number(paragraph)}款" if paragraph else ""
            return f"Art. {cite.place}", zh + (f"第{chinese_number(item)}项" if item else "")
        case Range(first, last):
            return f"Arts {first}–{last}", f"第{chinese_number(first)}条至第{chinese_number(last)}条"
        case Annex(part, item):
            en = "Annex" + (f" {part}" if part else "") + (f"({item})" if item else "")
            return en, "附件" + (chinese_number(part) if part else "") + (f"第{item}项" if item else "")
        case Question(number):
            return f"question {number}", f"第{chinese_number(number)}问"
        case Clause(numbers, letter):
            clause = ".".join(map(str, numbers)) + (f" {letter})" if letter else "")
            return clause, clause
