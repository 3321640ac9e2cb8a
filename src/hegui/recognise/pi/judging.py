"""From what was seen of a column to its class: personal, sensitive, a credential, or none, with the confidence and the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hegui.recognise.pi.columns import NUMBERS, Count, Tally
from hegui.recognise.pi.kinds import KIND, Kind
from hegui.recognise.pi.naming import about_people
from hegui.recognise.pi.stored import Form
from hegui.text import Text

CLASSES = ("none", "personal", "sensitive_personal", "credential")  # from weak to strong
MOST = 0.5  # share of values that must be of a kind for the column to be
UNPROVEN = frozenset({"person_name", "address", "cn_passport"})  # in other columns: a few words that look like them
RARE = 0.02
DOUBTED = 0.6  # confidence where no value bears out what a name or a comment says
HIDDEN = {
    "masked": "脱敏",
    "hashed": "哈希",
    "encrypted": "加密",
    "unknown": "不可读",
}  # forms in which a value cannot be read
LONG = 0.3  # share of names of three characters
PEOPLE = 0.8  # share of names in a column that nothing else explains


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind in a column: values that hold it, values that pass its validator, a masked sample."""

    kind: str
    count: int
    valid: int
    sample: str | None
    confidence: float
    because: Text
    whole: bool = False  # whether the column is of this kind, and does not only hold it here and there

    @property
    def sensitive(self) -> bool:
        """Whether the kind is sensitive personal information or a credential."""
        return KIND[self.kind].sensitive


@dataclass(frozen=True, slots=True)
class Field:
    """A column and what it holds; ``klass`` is one of CLASSES, ``children`` the persons under 14 among its identity numbers."""

    name: str
    kinds: tuple[Kept, ...]
    klass: str
    confidence: float
    because: Text
    form: Form
    children: int


def classify(name: str, values: Iterable[str | None], table: str = "") -> Field:
    """Class one column from its name, the name of its table and its values."""
    tally = Tally(name, table)
    tally.add(values)
    return judged(tally)


def judged(tally: Tally) -> Field:
    """The class of a column from its tally."""
    by_name = dict.fromkeys(kind.id for kind in tally.kinds_by_name())
    kept = [k for kind in dict.fromkeys([*by_name, *tally.counts]) if (k := _kept(tally, KIND[kind], kind in by_name))]
    if any(
        k.kind in by_name and k.confidence > DOUBTED for k in kept
    ):  # of what name and comment say, what the values bear out
        kept = [k for k in kept if k.kind not in by_name or k.confidence > DOUBTED]
    if any(
        k.kind == "cn_mobile" for k in kept
    ):  # a telephone column is of mobiles first, of fixed lines where it holds some
        landlines = tally.counts.get("cn_landline", Count()).values
        kept = [k for k in kept if k.kind != "cn_landline" or landlines]
    if not kept and (unnamed := _hidden(tally) or _unnamed_people(tally)):
        kept = [unnamed]
    kept.sort(key=lambda k: (-CLASSES.index(KIND[k.kind].klass), -k.confidence, -k.count))
    personal = [k for k in kept if KIND[k.kind].klass != "none"]
    klass = KIND[personal[0].kind].klass if personal else "none"
    if tally.children and klass == "personal":
        klass = "sensitive_personal"
    because = (
        kept[0].because
        if kept
        else Text("neither its name nor its values speak for a kind", "列名和值均未指向任何种类")
    )
    confidence = personal[0].confidence if personal else round(0.5 + 0.5 * min(1.0, tally.filled / 100), 2)
    return Field(tally.name, tuple(kept), klass, confidence, because, _form(tally, kept), tally.children)


def _kept(tally: Tally, kind: Kind, by_name: bool) -> Kept | None:
    count = tally.counts.get(kind.id, Count())
    return _kept_by_name(tally, kind, count) if by_name else _kept_by_values(tally, kind, count)


def _kept_by_name(tally: Tally, kind: Kind, count: Count) -> Kept | None:
    title = kind.title
    if tally.filled == 0:
        because = Text(f"its name means {title.en}; no value was read", f"列名指{title.zh}，未读取到值")
        return Kept(kind.id, 0, 0, None, DOUBTED, because, True)
    hidden = (
        tally.form.form in HIDDEN and tally.form.confidence > 0 and not (tally.vague and tally.form.form == "unknown")
    )
    if kind.shape is None or (kind.label_only and not tally.vague):
        because = Text(f"its name means {title.en}", f"列名指{title.zh}")
        return Kept(kind.id, tally.filled, 0, count.sample, 0.9, because, True)
    fit = max(tally.shaped.get(kind.id, 0) / tally.looked_at, count.whole / tally.filled)
    if kind.id == "person_name" and tally.vague and not hidden:
        people = (tally.chinese_names + tally.western_names) / tally.looked_at
        fit = min(fit, people if not about_people(tally.table) else max(people, 0.5))
    if hidden:
        words = Text(tally.form.form if tally.form.form != "unknown" else "unreadable", HIDDEN[tally.form.form])
        because = Text(f"its name means {title.en}; the values are {words.en}", f"列名指{title.zh}，值已{words.zh}")
        return Kept(kind.id, tally.filled, count.valid, None, 0.75, because, True)
    number = max(count.values, round(fit * tally.filled))
    if fit < MOST and kind in tally.kinds_by_comment():
        because = Text(f"its comment means {title.en}, few values look like one", f"注释指{title.zh}，少有值相符")
        return Kept(kind.id, tally.filled, count.valid, count.sample, DOUBTED, because, True)
    if fit < MOST:
        return _kept_by_values(tally, kind, count)
    sure = count.valid >= MOST * tally.filled
    share = f"{number}/{tally.filled}"
    because = Text(f"its name means {title.en} and {share} values fit", f"列名指{title.zh}，{share} 个值相符")
    return Kept(
        kind.id, number, count.valid, count.sample, 0.99 if sure else 0.7 if tally.vague else 0.85, because, True
    )


def _kept_by_values(tally: Tally, kind: Kind, count: Count) -> Kept | None:
    if not count.values:
        return None
    title, share = kind.title, f"{count.values}/{tally.filled}"
    if count.whole >= MOST * tally.filled:
        because = Text(f"{share} values are a {title.en}", f"{share} 个值为{title.zh}")
        return Kept(
            kind.id,
            count.values,
            count.valid,
            count.sample,
            0.95 if count.valid >= MOST * tally.filled else 0.7,
            because,
            True,
        )
    if (
        kind.id in NUMBERS and count.whole and tally.long_numbers >= MOST * tally.looked_at
    ):  # a few numbers of a column of numbers pass by chance
        return None
    if kind.id in UNPROVEN and count.values < RARE * tally.filled:
        return None
    because = Text(f"{share} values hold a {title.en}", f"{share} 个值中含有{title.zh}")
    return Kept(kind.id, count.values, count.valid, count.sample, 0.8, because)


def _hidden(tally: Tally) -> Kept | None:
    """The kind of values that are all masked, told by what is left of them."""
    kind, count = next(iter(tally.hidden.most_common(1)), ("", 0))
    if not count or count < MOST * tally.looked_at:
        return None
    title, number = KIND[kind].title, round(tally.filled * count / tally.looked_at)
    because = Text(
        f"{number}/{tally.filled} values are a masked {title.en}", f"{number}/{tally.filled} 个值为脱敏的{title.zh}"
    )
    return Kept(kind, number, 0, None, 0.7, because, True)


def _unnamed_people(tally: Tally) -> Kept | None:
    if (
        tally.looked_at < 5
        or tally.chinese_names < PEOPLE * tally.looked_at
        or tally.long_names < LONG * tally.looked_at
    ):
        return None
    number = round(tally.filled * tally.chinese_names / tally.looked_at)
    because = Text(
        f"{number}/{tally.filled} values look like Chinese names", f"{number}/{tally.filled} 个值形似中文姓名"
    )
    return Kept("person_name", number, 0, None, 0.6, because, True)


def _form(tally: Tally, kept: list[Kept]) -> Form:
    opaque = tally.form.confidence > 0  # characters as in a cipher text, of which nothing more is known
    if tally.form.form == "unknown" and not opaque and any(k.count for k in kept):
        return Form("plain", max(k.confidence for k in kept))
    return tally.form
