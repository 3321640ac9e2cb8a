"""Words for the codes of the law data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from hegui import law as room
from hegui.law.corpus import Law
from hegui.text import Lang

_SPOKEN: ContextVar[Law | None] = ContextVar("spoken", default=None)


def word(kind: str, code: str, lang: Lang) -> str:
    """A code of a kind (measure, role, …) in one language, in the words of the law that is spoken of."""
    return (_SPOKEN.get() or room.load()).word(kind, code).in_(lang)


@contextmanager
def of(law: Law) -> Iterator[None]:
    """Speak of *law*, whose overlays may have words of their own."""
    before = _SPOKEN.set(law)
    try:
        yield
    finally:
        _SPOKEN.reset(before)
