"""An index over cases: words of both languages, and the columns that a search can name. Made once, asked many times."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from hegui.cases.mapping import sub_issue_words
from hegui.cases.model import Case
from hegui.cases.words import word

_SHORTEST = 3  # letters of a word whose beginning is enough
_RUN = re.compile(r"[a-z0-9_]+|[\u3400-\u9fff]+")
FIELDS = (
    "id",
    "year",
    "authority",
    "level",
    "region",
    "respondent",
    "sector",
    "category",
    "sub_issue",
    "measure",
    "article",
    "confidence",
)


class Index:
    """Cases by word and by column; places are those in ``cases``, so that they come out in its order."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = cases
        postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for place, case in enumerate(cases):
            for key in _keys(case):
                postings[key].append(place)
        self._postings: Mapping[str, array[int]] = dict(postings)
        self._vocabulary = sorted(key for key in self._postings if "=" not in key)

    def find(self, query: str, where: Iterable[tuple[str, str]] = ()) -> list[int]:
        """Places of the cases that hold every word of *query* and every ``field=value`` of *where*, in order.

        An English word also finds those that begin with it; a column's value is written as its code or a part of the article.
        """
        wanted = [self._with(token) for token in _tokens(query, asked=True)]
        if query.strip() and not wanted:
            return []
        wanted += [self._postings.get(f"{field}={value.lower()}", _NOTHING) for field, value in where]
        if not wanted:
            return list(range(len(self.cases)))
        wanted.sort(key=len)
        found = set(wanted[0])
        for posting in wanted[1:]:
            found.intersection_update(posting)
        return sorted(found)

    def _with(self, token: str) -> Sequence[int]:
        """Places of a word and of those that it begins; a Chinese pair or a short word is only itself."""
        own = self._postings.get(token, _NOTHING)
        if len(token) < _SHORTEST:
            return own
        start = bisect_left(self._vocabulary, token)
        longer = list(takewhile(lambda word_: word_.startswith(token), self._vocabulary[start:]))
        if longer in ([], [token]):
            return own
        return list(set().union(*(self._postings[word_] for word_ in longer)))


_NOTHING: array[int] = array("I")


def _keys(case: Case) -> Iterator[str]:
    """Every word and column of a case, each once."""
    texts = (case.authority, case.region, case.respondent, case.sector, *case.summary, case.source_title)
    coded = (
        ("category", case.category),
        ("respondent_kind", case.respondent_kind),
        ("authority_kind", case.authority_kind),
        *(("measures", code) for code in case.measures),
        *(("sub_issue", code) for code in case.sub_issues),
    )
    found = set(_tokens(case.id))
    for text in texts:
        found |= _words_of(text)
    for kind, code in coded:
        found |= _words_of_code(kind, code)
    yield from found
    yield from _columns(case)


def _columns(case: Case) -> Iterator[str]:
    yield from (
        f"id={case.id.lower()}",
        f"year={case.decided_on[:4]}",
        f"authority={case.authority_kind}",
        f"level={case.level}",
        f"respondent={case.respondent_kind}",
        f"sector={case.sector.lower()}",
        f"category={case.category}",
        f"confidence={case.confidence}",
    )
    yield from (f"region={part.lower()}" for part in {case.region, *case.region.split("/")})
    yield from (f"sub_issue={code}" for code in case.sub_issues)
    yield from (f"measure={code}" for code in case.measures)
    yield from {f"article={part}" for cite in case.cites for part in (cite, re.split(r"[.(]", cite)[0])}


@lru_cache(maxsize=4096)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(_tokens(text))


@lru_cache(maxsize=4096)
def _words_of_code(kind: str, code: str) -> frozenset[str]:
    """A code itself, and its words in both languages."""
    words = sub_issue_words(code) if kind == "sub_issue" else word(kind, code)
    return frozenset(token for text in (code, *words) for token in _tokens(text))


def _tokens(text: str, asked: bool = False) -> Iterator[str]:
    """English words and codes; Chinese by overlapping pairs, and in what is indexed by single characters too."""
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0] < "\u3400":
            yield run
            if not asked and "_" in run:
                yield from filter(None, run.split("_"))
            continue
        if len(run) == 1 or not asked:
            yield from run
        yield from (run[i : i + 2] for i in range(len(run) - 1))
