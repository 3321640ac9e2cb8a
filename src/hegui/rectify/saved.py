"""What the items of a plan remove from the exposure, alone and together, and the order that follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hegui.rectify.drafts import Draft
from hegui.rectify.removal import Amount, Prices, difference, individual_amount, nothing, operator_amount, weight
from hegui.rectify.words import fill, listed, words
from hegui.text import Text

Json = Mapping[str, Any]

DATA = "plan.yaml"


@dataclass(frozen=True, slots=True)
class Saved:
    """An item with what it removes."""

    draft: Draft
    alone: Amount
    together: Amount  # with the items that are one act with it
    left: Amount  # after this item and all before it
    shared_with: tuple[str, ...]
    code: str
    because: Text

    def as_json(self) -> dict[str, Any]:
        """``operator_cny`` falls by this item alone, ``together_cny`` with those of the same act; ``left_cny`` is what remains then."""
        return {
            "operator_cny": self.alone,
            "together_cny": self.together,
            "left_cny": self.left,
            "shared_with": list(self.shared_with),
            "code": self.code,
            "because": self.because.as_json(),
        }


def ordered(drafts: Iterable[Draft], prices: Prices) -> list[Saved]:
    """The items in the order in which the exposure falls fastest, those of one act together; then what is over, then what is unproven."""
    some = list(drafts)
    mended = [one for one in some if one.kind == "mend"]
    groups = _groups(mended, prices.without())
    weighed = sorted((_Weighed(one, group, prices) for group in groups for one in group), key=lambda one: one.rank)
    found: list[Saved] = []
    gone: frozenset[str] = frozenset()
    for one in weighed:
        gone |= one.draft.ids
        found.append(one.saved(operator_amount(prices.without(gone))))
    left = operator_amount(prices.without(gone))
    for kind, code in (("answer", "past"), ("prove", "stake")):
        rest = [(operator_amount(prices.of(one.findings)), one) for one in some if one.kind == kind]
        rest.sort(key=lambda entry: (_dearest_first(entry[0]), entry[1].title.en))
        found += [_stays(one, code, amount, left) for amount, one in rest]
    return found


class _Weighed:
    """An item weighed alone and with those that are one act with it."""

    def __init__(self, draft: Draft, group: Sequence[Draft], prices: Prices) -> None:
        self.draft, self._others = draft, [one for one in group if one is not draft]
        every = frozenset().union(*(one.ids for one in group))
        self._before, self._without = prices.without(), prices.without(draft.ids)
        before = operator_amount(self._before)
        self._alone = difference(before, operator_amount(self._without))
        self._together = difference(before, operator_amount(prices.without(every)))
        self._group = min(one.title.en for one in group)
        self._reading = prices.of(draft.findings) if draft.arguable else None

    @property
    def rank(self) -> tuple[object, ...]:
        """What is sure first; then the act that weighs most, and in it the item that does."""
        act, alone = _dearest_first(self._together), _dearest_first(self._alone)
        return self.draft.arguable, act, self._group, alone, self.draft.title.en

    def saved(self, left: Amount) -> Saved:
        """The item with what it removes and what is *left* after it."""
        code, because = self._because()
        shared = tuple(sorted(id_ for one in self._others for id_ in one.ids))
        return Saved(self.draft, self._alone, self._together, left, shared, code, because)

    def _because(self) -> tuple[str, Text]:
        before, after = operator_amount(self._before), operator_amount(self._without)
        people, fewer = individual_amount(self._before), individual_amount(self._without)
        unpriced = {one["finding"] for one in self._before["not_priced"]}
        if self._reading is not None:
            return _say("arguable", amount=operator_amount(_reading(self._reading)))
        if self.draft.ids <= unpriced:
            return _say("unpriced")
        if before["open"] != after["open"]:
            return _say(
                "open_ends", after=after, missing=listed(Text(**m) for m in self._before["operator_cny"]["missing"])
            )
        if before != after:
            return _say("part" if before["open"] else "falls", before=_bounded(before), after=_bounded(after))
        if people != fewer:
            return _say("persons", before=people, after=fewer)
        if self._others and any(weight(self._together)):
            return _say("shared", others=listed(one.title for one in self._others), amount=self._together)
        return _say("measures")


def sentence(template: Text, **values: Any) -> Text:
    """A sentence whose amounts are put into words."""
    return fill(
        template, **{key: amount_words(value) if isinstance(value, dict) else value for key, value in values.items()}
    )


def amount_words(amount: Amount) -> Text:
    """An amount in CNY; one without a known upper bound says so."""
    low, high = amount["min"] or 0, amount["max"]
    if high is None:
        key = "from" if low else "open"
    elif low == high:
        key = "amount" if high else "none"
    else:
        key = "range" if low else "up_to"
    return fill(words(DATA, "words")[key], low=f"{low:,}", high=f"{high:,}" if high is not None else "")


def _say(code: str, **values: Any) -> tuple[str, Text]:
    return code, sentence(words(DATA, "removes")[code], **values)


def _stays(draft: Draft, code: str, amount: Amount, left: Amount) -> Saved:
    """An item that removes nothing: what is over cannot be undone, and what is unproven is not priced."""
    return Saved(draft, nothing(), nothing(), left, (), *_say(code, amount=amount))


def _bounded(amount: Amount) -> Amount:
    """The part that has an upper bound."""
    return {**amount, "max": amount["known"], "open": 0}


def _reading(priced: Json) -> Json:
    """The price of what rests on an arguable role: that of its reading, the dearest if there are several."""
    readings = priced["readings"]
    return max(readings, key=lambda reading: weight(operator_amount(reading))) if readings else priced


def _groups(drafts: Sequence[Draft], priced: Json) -> list[list[Draft]]:
    """Items that share an act, directly or through others."""
    group_of = {finding: place for place, draft in enumerate(drafts) for finding in draft.ids}
    parent = list(range(len(drafts)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    for act in priced["acts"]:
        places = list(dict.fromkeys(group_of[finding] for finding in act["findings"] if finding in group_of))
        for place in places[1:]:
            parent[root(place)] = root(places[0])
    grouped: dict[int, list[Draft]] = defaultdict(list)
    for place, draft in enumerate(drafts):
        grouped[root(place)].append(draft)
    return list(grouped.values())


def _dearest_first(amount: Amount) -> tuple[int, int]:
    open_, known = weight(amount)
    return -open_, -known
