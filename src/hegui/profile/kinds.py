"""The kinds of value that a profile holds: each reads text, refuses what it cannot use by a name of ``messages.yaml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, LiteralString, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from hegui.dates import parse_day
from hegui.facts import registers
from hegui.profile.problems import data
from hegui.text import Text, text_of

T = TypeVar("T")

BOUNDS: Mapping[str, Any] = data("bounds.yaml")
SUBJECT_KINDS = ("operator", "system", "service", "product", "data_set", "account_base", "processor")

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OTHER_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})(?:\D|$)|(\d{4})(\d{2})(\d{2})$")
_ID = r"[a-z0-9][a-z0-9_-]{0,63}"
_OBLIGATION = r"[a-z][a-z0-9-]*(\.[a-z0-9_]+)+"


class Model(BaseModel):
    """A mapping of the profile: frozen, and closed against keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


def described(en: str, zh: str, default: Any = ..., **bounds: Any) -> Any:
    """A field, what it means in both languages for editors, its default (none: required) and bounds."""
    return Field(default, description=f"{en} {zh}", **bounds)


def known_word(value: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """*value* if it is one of the known words; else an error that names the nearest in the end."""
    if value not in known:
        raise PydanticCustomError("unknown_word", "", {"word": value, "known": list(known)})
    return value


def _exactly(word: str, kind: LiteralString) -> AfterValidator:
    def check(value: str) -> str:
        if value != word:
            raise PydanticCustomError(kind, "", {"value": value})
        return value

    return AfterValidator(check)


def code_words(name: str) -> Mapping[str, Mapping[str, str]]:
    """A list of codes.yaml: code to its meaning in both languages."""
    words: Mapping[str, Mapping[str, str]] = data("codes.yaml")[name]
    return words


def _one_of(name: str) -> AfterValidator:
    return AfterValidator(lambda value: known_word(value, code_words(name)))


def _enum(name: str) -> WithJsonSchema:
    words = code_words(name)
    meanings = [f"{word['en']} {word['zh']}" for word in words.values()]
    return WithJsonSchema({"type": "string", "enum": list(words), "enumDescriptions": meanings})


def _matching(pattern: str, kind: LiteralString) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise PydanticCustomError(kind, "", {"value": value})
        return value

    return check


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        if not _ISO_DAY.fullmatch(value.strip()):
            raise ValueError
        day = parse_day(value)
    except ValueError:
        raise PydanticCustomError("bad_day", "", {"value": value, "mend": _iso_guess(value)}) from None
    if not BOUNDS["earliest_day"] <= day <= BOUNDS["latest_day"]:
        raise PydanticCustomError("absurd_day", "", {"value": value})
    return day


def _iso_guess(value: str) -> str:
    """The ISO form of a day written another way (2016/5/1, 2016年5月1日, 20160501), or an example."""
    if found := _OTHER_DAY.match(value.strip()):
        year, month, day = (int(part) for part in found.groups() if part is not None)
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            pass
    return "2026-11-21"


def _words(value: object) -> Text:
    try:
        found = text_of(value)
    except ValueError:
        raise PydanticCustomError("no_words", "") from None
    if not all(word.strip() for word in found) or max(map(len, found)) > BOUNDS["most_characters"]:
        raise PydanticCustomError("no_words", "")
    return Text(found.en.strip(), found.zh.strip())


def _path(value: str) -> str:
    if "://" in value:
        raise PydanticCustomError("url_in_path", "")
    return value


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError):  # unknown, a path, a folder of the zone data
        raise PydanticCustomError("unknown_timezone", "", {"value": value}) from None
    return value


class _RegisterIds:
    """Registers are data of their own, so editors learn their ids only when the schema is asked for."""

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        titles = [f"{register.title.en} {register.title.zh}" for register in registers().values()]
        return {"type": "string", "enum": list(registers()), "enumDescriptions": titles}


def _none_is_empty(value: object) -> object:
    return () if value is None else value


Many = Annotated[tuple[T, ...], BeforeValidator(_none_is_empty)]

Id = Annotated[str, AfterValidator(_matching(_ID, "bad_id")), WithJsonSchema({"type": "string", "pattern": f"^{_ID}$"})]
Line = Annotated[str, StringConstraints(min_length=1, max_length=BOUNDS["most_characters"])]
FilePath = Annotated[Line, AfterValidator(_path)]
Count = Annotated[int, Field(ge=0, le=BOUNDS["most_amount"])]
Amount = Annotated[float, Field(ge=0, le=BOUNDS["most_amount"])]
Words = Annotated[
    Text,
    PlainValidator(_words),
    WithJsonSchema(
        {
            "oneOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "properties": {"en": {"type": "string", "minLength": 1}, "zh": {"type": "string", "minLength": 1}},
                    "required": ["en", "zh"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Level = Annotated[int, Field(ge=BOUNDS["least_level"], le=BOUNDS["most_level"])]
Timezone = Annotated[str, AfterValidator(_timezone)]
Region = Annotated[str, AfterValidator(_matching(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", "bad_region"))]
Sector = Annotated[str, AfterValidator(_matching(r"[a-z][a-z0-9_]*", "bad_sector"))]
Obligation = Annotated[
    str,
    AfterValidator(_matching(_OBLIGATION, "bad_obligation")),
    WithJsonSchema({"type": "string", "pattern": f"^{_OBLIGATION}$"}),
]
About = Annotated[
    str,
    AfterValidator(_matching(rf"({'|'.join(SUBJECT_KINDS)})/{_ID}", "bad_about")),
    WithJsonSchema({"type": "string", "pattern": f"^({'|'.join(SUBJECT_KINDS)})/{_ID}$"}),
]
RegisterId = Annotated[str, AfterValidator(lambda value: known_word(value, registers())), _RegisterIds()]

Format = Annotated[str, _exactly("1", "bad_format"), WithJsonSchema({"const": 1})]
Counsel = Annotated[str, _exactly("counsel", "not_counsel"), WithJsonSchema({"const": "counsel"})]
OperatorKind = Annotated[str, _one_of("operator_kinds"), _enum("operator_kinds")]
PersonRole = Annotated[str, _one_of("people_roles"), _enum("people_roles")]
SystemKind = Annotated[str, _one_of("system_kinds"), _enum("system_kinds")]
ServiceKind = Annotated[str, _one_of("service_kinds"), _enum("service_kinds")]
ProductKind = Annotated[str, _one_of("product_kinds"), _enum("product_kinds")]
HarmedObject = Annotated[str, _one_of("harmed_objects"), _enum("harmed_objects")]
HarmDegree = Annotated[str, _one_of("harm_degrees"), _enum("harm_degrees")]
DocumentKind = Annotated[str, _one_of("documents"), _enum("documents")]
Says = Annotated[str, _one_of("says"), _enum("says")]
RoleState = Annotated[str, _one_of("role_states"), _enum("role_states")]
LawRole = Annotated[str, _one_of("law_roles"), _enum("law_roles")]
CircumstanceKind = Annotated[str, _one_of("circumstances"), _enum("circumstances")]
