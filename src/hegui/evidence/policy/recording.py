"""A policy as facts: the version, its elements, what it declares, and how it says personal information is handled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hegui.dates import SHANGHAI
from hegui.engine import Source
from hegui.evidence.files import Ledger
from hegui.evidence.policy.fetching import is_address
from hegui.evidence.policy.lexicon import bit
from hegui.evidence.policy.reading import Policy
from hegui.recognise.shapes import masked

LONGEST_QUOTE = 160
LONGEST_NAME = 80


def record(ledger: Ledger, source: Source, path: str, policy: Policy, exhibit: str, *, dated: date | None) -> None:
    """Write the rows of one policy."""
    said = policy.declared
    opened = is_address(source.location)
    ledger.add(
        "policy",
        path=path,
        title=masked(policy.title or "")[:LONGEST_NAME] or None,
        language=policy.language,
        characters=policy.characters,
        placeholder=policy.placeholder,
        dated=dated,
        handler=said.handler,
        published_at=source.location if opened else source.options.get("published_at"),
        opened=opened,
        cross_border=said.cross_border,
        consent_by_use=policy.says("consent_by_use"),
        express_consent=policy.says("express_consent"),
        prompts=policy.says("prompt"),
        options=policy.says("option"),
        exhibit=exhibit,
    )
    for element, places in policy.places.items():
        quoted = _quoted(policy, places[0]) if places else {}
        ledger.add("policy_element", path=path, element=element, present=bool(places), exhibit=exhibit, **quoted)
    for what, value, amount, place in _declared(policy):
        ledger.add(
            "policy_declared",
            path=path,
            what=what,
            value=value,
            amount=amount,
            exhibit=exhibit,
            **_quoted(policy, place),
        )
    at = datetime(dated.year, dated.month, dated.day, tzinfo=SHANGHAI) if dated else None
    for kind, purpose, recipient, place in _handled(policy):
        ledger.add(
            "handling",
            side="declared",
            kind=kind,
            purpose=purpose,
            entity=said.handler,
            recipient=recipient,
            where=f"{path}#{policy.span(place)[0]}",
            at=at,
            exhibit=exhibit,
        )


def _quoted(policy: Policy, place: int) -> dict[str, Any]:
    start, end = policy.span(place)
    quote = masked(" ".join(policy.text[start:end].split()))
    return {"start": start, "end": end, "quote": quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE] + "…"}


def _declared(policy: Policy) -> list[tuple[str, str, int | None, int]]:
    """What, value, amount and sentence of everything declared, each once, where it stands first."""
    said = policy.declared
    first: dict[tuple[str, str, int | None], int] = {}
    for one in said.handling:
        for kind in one.kinds:
            first.setdefault(("kind", kind, None), one.place)
        for purpose in one.purposes:
            first.setdefault(("purpose", purpose, None), one.place)
    for what, named in (("recipient", said.recipients), ("recipient_kind", said.recipient_kinds), ("sdk", said.sdks)):
        for name, place in named.items():
            first.setdefault((what, name[:LONGEST_NAME], None), place)
    for what, terms in (("retention", said.retention), ("answer", said.answers)):
        for term in terms:
            first.setdefault((what, term.unit, term.amount), term.place)
    found = [(*key, place) for key, place in first.items()]
    found += [("vague", "", None, place) for place in said.vague]
    wanted = bit("consent_by_use")
    by_use = next((place for place, words in enumerate(policy.words) if words.groups & wanted), None)
    return found if by_use is None else [*found, ("consent_by_use", "", None, by_use)]


def _handled(policy: Policy) -> list[tuple[str | None, str | None, str | None, int]]:
    """Kind, purpose, recipient and sentence of each declared handling, each once; a recipient named without a kind stands alone."""
    first: dict[tuple[str | None, str | None, str | None], int] = {}
    for one in policy.declared.handling:
        for kind in one.kinds:
            for purpose in one.purposes or (None,):
                for recipient in one.recipients if one.given and one.recipients else (None,):
                    first.setdefault((kind, purpose, recipient), one.place)
    for named in (policy.declared.recipients, policy.declared.sdks):
        for recipient, place in named.items():
            first.setdefault((None, None, recipient), place)
    return [(*key, place) for key, place in first.items()]
