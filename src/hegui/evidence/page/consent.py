"""What a recorded page asks of a person: which boxes are consent, for what, and which layers ask for a choice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hegui.evidence.page.lexicon import FieldKind, field_kinds, pattern, purposes, threshold

Item = Mapping[str, Any]

CONSENT, TERMS, LOGIN, OTHER = "consent", "terms", "remembered_login", "other"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTERS = re.compile(r"[^\W\d_]")
_ONE_PHRASE = re.compile(r"[^\W和及与或]{0,2} ?")
_NO = re.compile(r"^\s*(不|否|拒绝|暂不|no\b|i do not|don'?t|decline|reject|disagree)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ask:
    """A layer that asks for a choice, with the buttons by which the choice is made."""

    layer: Item
    accept: Item
    refuse: Item | None
    settings: Item | None
    bare: bool  # nothing but a button that closes it

    @property
    def choices(self) -> set[str]:
        """Where the buttons are; how legible they are is a matter of how hard refusing is."""
        return {str(button["selector"]) for button in (self.accept, self.refuse, self.settings) if button}

    @property
    def text(self) -> str:
        """The words of the layer."""
        return str(self.layer["text"])


def kind_of(control: Item, snapshot: Item) -> str:
    """What ticking a box would mean: consent, the terms of service alone, a remembered login, or something else."""
    label = control["label"]
    if pattern("remembered_login").search(label):
        return LOGIN
    if control["role"] == "radio" or len(label) <= 4:
        return _kind_of_choice(control)
    consents = bool(pattern("consents").search(label) or control["agreements"])
    if consents and (pattern("personal").search(label) or _names_sensitive(label)):
        return CONSENT
    if found := purposes_of(label):
        wants = "marketing" in found and pattern("wants").search(label)
        switched = control["role"] == "switch" and not is_account_page(snapshot)
        if wants or switched or pattern("consents").search(label):
            return CONSENT
    if _is_cookie_group(control, snapshot):
        return CONSENT
    if pattern("terms").search(label) and consents:
        return TERMS
    return OTHER


def _names_sensitive(label: str) -> bool:
    return bool(pattern("separate").search(label)) or any(k.separate and k.words.search(label) for k in field_kinds())


def _kind_of_choice(control: Item) -> str:
    """Of a radio button or a bare word: consent if it says yes to a question about personal information."""
    label, asked = control["label"], control["group"] or ""
    if _NO.search(label):
        return OTHER
    whole = f"{asked} {label}"
    about = pattern("personal").search(whole) or (purposes_of(whole) and pattern("consents").search(whole))
    if about and (pattern("yes").search(label) or pattern("consents").search(label)):
        return CONSENT
    if purposes_of(whole) and pattern("wants").search(whole) and pattern("yes").search(label):
        return CONSENT
    return OTHER


def _is_cookie_group(control: Item, snapshot: Item) -> bool:
    if control["layer"] is None or not pattern("cookie_groups").search(control["label"]):
        return False
    text = snapshot["layers"][control["layer"]]["text"]
    return bool(pattern("tracking").search(text) or pattern("personal").search(text)) and not is_necessary(control)


def is_necessary(control: Item) -> bool:
    """Whether a switch stands for what the service cannot do without."""
    return bool(pattern("necessary").search(control["label"])) and not purposes_of(control["label"])


def purposes_of(text: str) -> list[str]:
    """The purposes beyond the service that a text names."""
    return [code for code, words in purposes().items() if words.search(text)]


def apart(text: str) -> list[str]:
    """The purposes of a text that are named apart: “personalised advertising” is one."""
    taken: list[tuple[int, int]] = []
    found = []
    for code, words in purposes().items():
        own = next((m.span() for m in words.finditer(text) if not any(_one(text, m.span(), t) for t in taken)), None)
        if own:
            taken.append(own)
            found.append(code)
    return found


def _one(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two places of a text are of one phrase: they overlap, or nothing parts them."""
    (_, end), (start, _) = sorted((one, other))
    return end > start or bool(_ONE_PHRASE.fullmatch(text[end:start]))


def consents(snapshot: Item) -> list[Item]:
    """The boxes that are consent to the use of personal information, as far as they can be seen."""
    return [c for c in snapshot["controls"] if c["visible"] and kind_of(c, snapshot) == CONSENT]


def agreed(snapshot: Item) -> list[Item]:
    """The boxes by which a person agrees to something: to the use of personal information, or to terms."""
    return [c for c in snapshot["controls"] if c["visible"] and kind_of(c, snapshot) in (CONSENT, TERMS)]


def asks(snapshot: Item) -> list[Ask]:
    """The layers that ask to agree to tracking or to the handling of personal information."""
    found = []
    for at, layer in enumerate(snapshot["layers"]):
        text = layer["text"]
        if not (pattern("tracking").search(text) or pattern("personal").search(text)):
            continue
        if any(f["visible"] and f["layer"] == at and f["type"] not in ("select",) for f in snapshot["fields"]):
            continue
        ask = _choice(layer, [b for b in snapshot["buttons"] if b["layer"] == at and b["visible"]])
        if ask:
            found.append(ask)
    return found


def _choice(layer: Item, buttons: Sequence[Item]) -> Ask | None:
    refuse = _first(buttons, "refuse")
    settings = next(
        (b for b in buttons if pattern("settings").search(b["text"]) and b is not refuse and not _is_policy(b)), None
    )
    accept = next((b for b in buttons if b is not refuse and pattern("accept").search(b["text"].strip())), None)
    closes = next((b for b in buttons if pattern("acknowledge").search(b["text"].strip())), None)
    if accept:
        return Ask(layer, accept, refuse, settings, bare=False)
    told_only = pattern("only_necessary").search(layer["text"])
    if (
        closes
        and not told_only
        and (pattern("tracking").search(layer["text"]) or pattern("consents").search(layer["text"]))
    ):
        return Ask(layer, closes, refuse, settings, bare=True)
    return None


def _first(buttons: Sequence[Item], name: str) -> Item | None:
    return next((b for b in buttons if pattern(name).search(b["text"]) and not _is_policy(b)), None)


def _is_policy(button: Item) -> bool:
    return bool(pattern("policy").search(button["text"]))


def statements(snapshot: Item) -> Iterator[Item]:
    """Sentences by which going on counts as agreeing to the handling of personal information."""
    if is_policy_itself(snapshot):
        return
    boxed = [c["label"] for c in consents(snapshot)]
    stated = [b for b in snapshot["blocks"] if b["visible"] and _counts_as_consent(b["text"], boxed)]
    for block in stated:
        if not any(other is not block and other["text"] in block["text"] for other in stated):
            yield block


def _counts_as_consent(text: str, boxed: Sequence[str]) -> bool:
    if len(text) > threshold("statement_length") or not pattern("continuing").search(text):
        return False
    if pattern("asked_by_choice").search(text) or any(text in label or label in text for label in boxed):
        return False
    return bool(pattern("personal").search(text) or pattern("tracking").search(text))


def is_policy_itself(snapshot: Item) -> bool:
    """Whether the page is a policy or an agreement, whose sentences are read by another collector."""
    named = pattern("policy").search(snapshot["title"]) or pattern("terms").search(snapshot["title"])
    return bool(named) and len(snapshot["text"]) > threshold("policy_length") and not snapshot["controls"]


def field_kind(field: Item) -> FieldKind | None:
    """What a field asks for; None where it is nothing personal."""
    tokens = set(field["autocomplete"].split())
    words = f"{field['label']} {field['name'].replace('_', ' ')}"
    for kind in field_kinds():
        if field["type"] in kind.types or tokens & kind.autocomplete:
            return kind
    return next((kind for kind in field_kinds() if kind.words.search(words)), None)


def asked_fields(snapshot: Item) -> list[tuple[Item, FieldKind]]:
    """The visible fields that ask for personal information."""
    shown = (field for field in snapshot["fields"] if field["visible"] and field["type"] not in ("search",))
    return [(field, kind) for field in shown if (kind := field_kind(field))]


def collects(snapshot: Item) -> bool:
    """Whether a form of the page collects personal information; signing in to an account that exists is no collection."""
    by_form: dict[str | None, set[str]] = {}
    for field, kind in asked_fields(snapshot):
        by_form.setdefault(field["form"], set()).add(kind.kind)
    login = {"account_id", "email", "cn_mobile", "credential_password"}
    return any(
        not (kinds <= login and "credential_password" in kinds and len(kinds) <= 2 and not _signs_up(snapshot, form))
        and kinds != {"credential_password"}
        and kinds != {"account_id"}
        for form, kinds in by_form.items()
    )


def _signs_up(snapshot: Item, form: str | None) -> bool:
    words = re.compile(r"注册|开户|sign ?-?up|register|create (an |your |my )?account|\bjoin\b", re.IGNORECASE)
    return any(
        words.search(b["text"]) and b["visible"] and b["form"] == form and not b["href"] for b in snapshot["buttons"]
    )


def is_account_page(snapshot: Item) -> bool:
    """Whether the page is where a person manages an account."""
    heads = [
        snapshot["title"],
        *(b["text"] for b in snapshot["blocks"] if b["tag"] in ("h1", "h2", "h3") and len(b["text"]) < 40),
    ]
    if not any(pattern("account_page").search(head) for head in heads):
        return False
    found = {match[0].lower() for match in pattern("account_controls").finditer(snapshot["text"])}
    return len(found) >= threshold("account_controls")


def policy_links(snapshot: Item) -> list[Item]:
    """The visible links to the policy on personal information, the surest first."""
    shown = [link for link in snapshot["links"] if link["visible"]]
    named = [link for link in shown if pattern("policy").search(link["text"])]
    named.sort(key=lambda link: ("cookie" in link["text"].lower(), link["href"] is None))
    addressed = [
        link for link in shown if link["href"] and link not in named and pattern("policy_address").search(link["href"])
    ]
    return named + [link for link in addressed if not link["href"].lower().startswith(("mailto:", "tel:"))]


def han_share(text: str) -> float:
    """The share of Chinese characters among the letters of a text."""
    letters = _LETTERS.findall(text)
    return len(_HAN.findall(text)) / len(letters) if letters else 0.0


def words_in(text: str) -> int:
    """How many letters or Chinese characters a text has."""
    return len(_LETTERS.findall(text))
