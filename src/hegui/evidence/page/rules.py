"""The rules: what a recording shows against the way in which consent must be asked. Pure; no browser is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hegui.evidence.page import consent
from hegui.evidence.page.consent import Ask, Item
from hegui.evidence.page.contrast import contrast, is_large
from hegui.evidence.page.lexicon import pattern, rules, threshold, words
from hegui.evidence.page.network import trackers_in, tracking_names
from hegui.recognise.pi.families import families
from hegui.recognise.shapes import masked
from hegui.text import Text

LONGEST_LABEL = 80
_AGREEMENT = re.compile(r"《[^《》]*》")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: where, how strong that is, and the sentence about it."""

    rule: str
    where: str
    strength: str
    reason: Text


def judge(recording: Mapping[str, Any]) -> list[Finding]:
    """Every finding of a recording, in the order of the rules."""
    snapshot = recording["snapshot"]
    asks = consent.asks(snapshot)
    found = [
        *_boxes(snapshot),
        *_boxes(recording.get("settings") or _NOTHING),
        *_texts(snapshot, asks),
        *_statements(snapshot),
        *_choices(recording, asks),
        *_forced(recording, asks),
        *_policy(recording),
        *_tracking(recording),
        *_sensitive(snapshot),
        *_account(snapshot),
    ]
    order = list(rules())
    unique = {(one.rule, one.where): one for one in reversed(found)}
    return sorted(unique.values(), key=lambda one: (order.index(one.rule), one.where))


_NOTHING: Mapping[str, Any] = {"controls": [], "layers": [], "blocks": [], "buttons": [], "title": "", "text": ""}


def _takes_service(label: str) -> bool:
    """Whether a box also takes consent to the service's own agreement or policy; one on a further purpose, or a mere reading, is not that."""
    label = pattern("only_read").sub("", label)
    own = _AGREEMENT.sub(lambda found: "" if consent.purposes_of(found[0]) else found[0], label)
    return bool(pattern("terms").search(own) or pattern("policy").search(own))


def look_of(control: Item) -> tuple[float | None, float | None]:
    """Size and contrast of the words of a box: of the least legible piece that is no link, or of the links if there is nothing else."""
    runs = [r for r in control["runs"] if consent.words_in(r["text"]) >= 2]
    plain = [r for r in runs if not r["link"]] or runs
    sizes = [r["font_px"] for r in plain]
    ratios = [c for r in plain if (c := contrast(r)) is not None]
    return (min(sizes) if sizes else None), (min(ratios) if ratios else None)


def _boxes(snapshot: Item) -> Iterator[Finding]:
    for control in consent.consents(snapshot):
        label = control["label"] or control["group"] or ""
        if control["checked"] and not consent.is_necessary(control):
            yield _finding("preticked_consent", "ticked", control, label=_short(label))
        found = consent.apart(control["label"])
        base = _takes_service(control["label"])
        once = len(found) > 1 and bool(pattern("shared_for_marketing").search(label))
        things = len(found) + base - once
        if things > 1:
            yield _finding("bundled_consent", "many", control, label=_short(label), purposes=_purposes(found, base))
        yield from _legible(control, control["runs"], label)


def _texts(snapshot: Item, asks: Sequence[Ask]) -> Iterator[Finding]:
    """Small or pale words in a layer that asks."""
    for ask in asks:
        at = snapshot["layers"].index(ask.layer)
        for block in snapshot["blocks"]:
            told = pattern("personal").search(block["text"]) or pattern("tracking").search(block["text"])
            if block["layer"] == at and block["visible"] and told and "paint" in block and len(block["text"]) > 15:
                runs = [run for run in [block, *block["parts"]] if run.get("main", run["selector"]) not in ask.choices]
                yield from _legible(block, runs, block["text"])


def _statements(snapshot: Item) -> Iterator[Finding]:
    for block in consent.statements(snapshot):
        yield _finding("consent_by_continuing", "stated", block, label=_short(block["text"]))
        if "paint" in block:
            yield from _legible(block, [block, *block["parts"]], block["text"])


def _legible(item: Item, runs: Sequence[Item], label: str) -> Iterator[Finding]:
    runs = [r for r in runs if consent.words_in(r["text"]) >= 2]
    plain = [r for r in runs if not r.get("link")] or runs
    sizes = [r["font_px"] for r in plain]
    if sizes and min(sizes) < threshold("small_print_px"):
        yield _finding("small_print_consent", "box", item, label=_short(label), px=f"{min(sizes):g}")
    for run in runs:
        least = threshold("contrast_large" if is_large(run) else "contrast")
        if run not in plain:
            least = threshold("contrast_link")
        ratio = contrast(run)
        if ratio is not None and ratio < least:
            yield _finding(
                "low_contrast_consent", "pale", item, label=_short(label), contrast=f"{ratio:g}", least=f"{least:g}"
            )
            return


def _choices(recording: Item, asks: Sequence[Ask]) -> Iterator[Finding]:
    refused = recording.get("refused")
    for ask in asks[:1]:
        accept = _short(ask.accept["text"])
        reached = bool(ask.refuse) or bool(refused and refused["found"])
        if not reached and ask.settings and refused is None:
            continue  # what lies behind the settings is not known
        if not reached:
            key = "bare" if ask.bare else "none"
            yield _finding("no_refusal", key, ask.layer, strength="supports" if ask.bare else None, accept=accept)
        elif ask.refuse is None and refused and refused["clicks"] > 1:
            yield _finding("refusal_harder", "clicks", ask.layer, clicks=str(refused["clicks"]))
        elif ask.refuse and _is_weaker(ask.refuse, ask.accept):
            yield _finding("refusal_harder", "weaker", ask.refuse, refuse=_short(ask.refuse["text"]), accept=accept)
        if refused and refused["asked_again"]:
            yield _finding(
                "asks_again_after_refusal", refused["asked_again"], ask.layer, refuse=_short(refused["text"])
            )


def _is_weaker(refuse: Item, accept: Item) -> bool:
    if refuse["font_px"] < threshold("weaker_font") * accept["font_px"]:
        return True
    faint, strong = contrast(refuse), contrast(accept)
    if (
        faint is not None
        and faint < threshold("contrast_large")
        and (strong is None or strong >= threshold("contrast_large"))
    ):
        return True
    areas = [button["box"]["w"] * button["box"]["h"] for button in (refuse, accept)]
    plain = not (refuse["filled"] or refuse["framed"]) and (accept["filled"] or accept["framed"])
    return plain and areas[0] < threshold("weaker_area") * areas[1]


def _forced(recording: Item, asks: Sequence[Ask]) -> Iterator[Finding]:
    snapshot = recording["snapshot"]
    gates = recording.get("gates") or {}
    for control in consent.consents(snapshot):
        label = control["label"]
        found = consent.purposes_of(label)
        if found and not _takes_service(label) and (control["required"] or control["selector"] in gates):
            yield _finding("forced_consent", "required", control, label=_short(label), purposes=_purposes(found, False))
    for ask in asks:
        if said := pattern("forced").search(ask.text):
            yield _finding("forced_consent", "said", ask.layer, strength="supports", label=_short(said[0]))
        elif ask.refuse and pattern("exit_by_refusing").search(ask.refuse["text"]):
            yield _finding("forced_consent", "said", ask.layer, strength="supports", label=_short(ask.refuse["text"]))
    refused = recording.get("refused")
    if asks and refused and refused["found"] and refused["shut"]:
        yield _finding("forced_consent", "stayed", asks[0].layer, refuse=_short(refused["text"]))


def _policy(recording: Item) -> Iterator[Finding]:
    snapshot, policy = recording["snapshot"], recording.get("policy")
    if not policy:
        if consent.collects(snapshot) and "policy" not in recording["untried"]:
            kinds = sorted({kind.kind for _, kind in consent.asked_fields(snapshot)})
            yield _at("policy_missing", "none", "page", kinds=_kinds(kinds))
        return
    if (policy["status"] or 0) >= 400:
        yield _at(
            "policy_missing", "dead", policy["selector"], label=_short(policy["text"]), status=str(policy["status"])
        )
        return
    if policy.get("nowhere") and consent.collects(snapshot):
        yield _at("policy_missing", "nowhere", policy["selector"], strength="supports", label=_short(policy["text"]))
        return
    if policy["clicks"] and policy["clicks"] > threshold("clicks"):
        yield _at("policy_too_far", "far", policy["selector"], clicks=str(policy["clicks"]))
    page = policy.get("page")
    if not policy["reached"] or not page:
        return
    if page["letters"] < threshold("policy_empty"):
        yield _at("policy_missing", "empty", policy["selector"], label=_short(policy["text"]))
        return
    where = policy["selector"]
    if page["font_px"] and page["font_px"] < threshold("small_print_px"):
        yield _at("policy_unreadable", "small", where, px=f"{page['font_px']:g}")
    elif page["contrast"] and page["contrast"] < threshold("contrast"):
        yield _at(
            "policy_unreadable", "pale", where, contrast=f"{page['contrast']:g}", least=f"{threshold('contrast'):g}"
        )
    speaks = consent.han_share(snapshot["text"]) >= threshold("chinese_page")
    if speaks and page["han"] < threshold("chinese_policy"):
        yield _at("policy_unreadable", "foreign", where)


def _tracking(recording: Item) -> Iterator[Finding]:
    host = recording["host"]
    if before := trackers_in(recording["requests"], host, recording["traces"]):
        yield _at("tracking_before_consent", "asked", ", ".join(sorted(before)), hosts=", ".join(sorted(before)))
    elif names := tracking_names(recording["traces"]):
        yield _at("tracking_before_consent", "kept", names[0], names=", ".join(names))
    elif (refused := recording.get("refused")) and refused["found"]:
        after = trackers_in([r for r in refused["requests"] if r["phase"] == "refused"], host, refused["traces"])
        if after:
            yield _at("tracking_before_consent", "after", ", ".join(sorted(after)), hosts=", ".join(sorted(after)))


def _sensitive(snapshot: Item) -> Iterator[Finding]:
    asked = [(field, kind) for field, kind in consent.asked_fields(snapshot) if kind.separate]
    if not asked:
        return
    labels = [c["label"] for c in consent.consents(snapshot)]
    bare = [
        (field, kind)
        for field, kind in asked
        if not any(pattern("separate").search(label) or kind.words.search(label) for label in labels)
    ]
    if bare:
        kinds = sorted({kind.kind for _, kind in bare})
        yield _finding("sensitive_without_separate_consent", "asked", bare[0][0], kinds=_kinds(kinds))


def _account(snapshot: Item) -> Iterator[Finding]:
    if consent.is_account_page(snapshot) and not pattern("account_deletion").search(snapshot["text"]):
        yield _at("no_account_deletion", "none", "page")


def _finding(rule: str, key: str, item: Item, *, strength: str | None = None, **values: Any) -> Finding:
    return _at(rule, key, item["selector"], strength=strength, **values)


def _at(rule: str, key: str, where: str, *, strength: str | None = None, **values: Any) -> Finding:
    known = rules()[rule]
    en, zh = (
        template.format(**{name: value[n] if isinstance(value, Text) else value for name, value in values.items()})
        for n, template in enumerate(known.sentences[key])
    )
    return Finding(rule, where, strength or known.strength, Text(en, zh))


def _purposes(found: Iterable[str], base: bool) -> Text:
    said = [words("purposes")[code] for code in [*(["service"] if base else []), *found]]
    return Text(", ".join(t.en for t in said), "、".join(t.zh for t in said))


def _kinds(kinds: Iterable[str]) -> Text:
    said = [families()[kind].title for kind in kinds]
    return Text(", ".join(t.en for t in said), "、".join(t.zh for t in said))


def _short(text: str) -> str:
    text = masked(" ".join(text.split())).replace("{", "(").replace("}", ")")
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"
