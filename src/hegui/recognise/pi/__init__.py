"""Personal information in text and in columns: what it is, where it stands, how sure that is.

``spans`` marks it in running text; ``find`` is the same over UTF-8 bytes, in arrays; ``validate`` judges one value; ``classify`` a
column. Kinds, patterns, number ranges and column names are data beside the code. Nothing here keeps, logs or raises a value.
"""

from __future__ import annotations

from hegui.recognise.pi.judging import Field, classify
from hegui.recognise.pi.kinds import KIND, KINDS, Kind
from hegui.recognise.pi.locating import Span, spans
from hegui.recognise.pi.validators import Answer, validate

__all__ = ["KIND", "KINDS", "Answer", "Field", "Kind", "Span", "classify", "spans", "validate"]
