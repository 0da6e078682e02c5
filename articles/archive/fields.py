"""What a field of an archive's line may hold. Each kind of field refuses with half a sentence and knows its schema."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

NOTHING: Any = object()

_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NUL = "\x00"


@dataclass(frozen=True)
class Field(ABC):
    """A field without a default must be there; one that may be empty may be null."""

    default: Any = field(default=NOTHING, kw_only=True)
    may_be_null: bool = field(default=False, kw_only=True)

    @property
    def is_required(self) -> bool:
        return self.default is NOTHING

    def fault(self, value: Any) -> str:
        """What is wrong with `value`, to follow the field's name; or nothing."""
        if value is None and self.may_be_null:
            return ""
        return self.fault_of(value)

    @abstractmethod
    def fault_of(self, value: Any) -> str:
        """As `fault`, of a value that is there."""

    def schema(self) -> dict[str, Any]:
        """As JSON Schema says it."""
        own = self.own_schema()
        if not self.may_be_null:
            return own
        return {**own, "type": [own["type"], "null"]} if "enum" not in own else {"enum": [*own["enum"], None]}

    @abstractmethod
    def own_schema(self) -> dict[str, Any]:
        """As `schema`, without null."""


@dataclass(frozen=True)
class Text(Field):
    most: int = 0
    least: int = 0

    def fault_of(self, value: Any) -> str:
        if not isinstance(value, str):
            return "must be text"
        if self.most and len(value) > self.most:
            return f"has {len(value)} characters, and {self.most} is the most"
        if len(value) < self.least:
            return "must not be empty"
        return "holds a character that no database keeps" if _NUL in value else ""

    def own_schema(self) -> dict[str, Any]:
        most = {"maxLength": self.most} if self.most else {}
        return {"type": "string", **most, **({"minLength": self.least} if self.least else {})}


@dataclass(frozen=True)
class Slug(Text):
    """A part of an address."""

    _pattern: ClassVar[re.Pattern[str]] = re.compile(r"[-a-zA-Z0-9_]*")

    def fault_of(self, value: Any) -> str:
        fault = super().fault_of(value)
        return fault or ("" if self._pattern.fullmatch(value) else "may hold letters, digits and hyphens only")

    def own_schema(self) -> dict[str, Any]:
        return {**super().own_schema(), "pattern": "^[-a-zA-Z0-9_]*$"}


@dataclass(frozen=True)
class Number(Field):
    least: int = 0
    most: int = 2**31 - 1

    def fault_of(self, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int):
            return "must be a whole number"
        return "" if self.least <= value <= self.most else f"must be from {self.least} to {self.most}"

    def own_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class YesOrNo(Field):
    def fault_of(self, value: Any) -> str:
        return "" if isinstance(value, bool) else "must be true or false"

    def own_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class OneOf(Field):
    values: tuple[str, ...] = ()

    def fault_of(self, value: Any) -> str:
        return "" if value in self.values else f"must be one of {', '.join(self.values)}"

    def own_schema(self) -> dict[str, Any]:
        return {"enum": list(self.values)}


@dataclass(frozen=True)
class Day(Field):
    def fault_of(self, value: Any) -> str:
        return "" if _is_read_by(date.fromisoformat, value, length=10) else "must be a day, such as 2026-03-31"

    def own_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class Moment(Field):
    def fault_of(self, value: Any) -> str:
        is_one = _is_read_by(datetime.fromisoformat, value) and datetime.fromisoformat(value).tzinfo is not None
        return "" if is_one else "must be a moment with its time zone, such as 2026-03-31T09:30:00Z"

    def own_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True)
class Uid(Field):
    def fault_of(self, value: Any) -> str:
        return "" if isinstance(value, str) and _UID.fullmatch(value) else "must be a UUID in small letters"

    def own_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "uuid"}


@dataclass(frozen=True)
class Digest(Field):
    def fault_of(self, value: Any) -> str:
        return "" if isinstance(value, str) and _DIGEST.fullmatch(value) else "must be 64 hexadecimal digits"

    def own_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9a-f]{64}$"}


@dataclass(frozen=True)
class Content(Field):
    """An object that this format says nothing more about: what it is, its digest or another page says."""

    def fault_of(self, value: Any) -> str:
        return "" if isinstance(value, dict) else "must be an object"

    def own_schema(self) -> dict[str, Any]:
        return {"type": "object"}


@dataclass(frozen=True)
class Named(Field):
    """An object of texts, each under one of `names`; those that are left out stay so."""

    names: tuple[str, ...] = ()

    def fault_of(self, value: Any) -> str:
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            return "must be an object of texts"
        unknown = value.keys() - set(self.names)
        return f"has no “{min(unknown)}”" if unknown else ""

    def own_schema(self) -> dict[str, Any]:
        texts = {name: {"type": "string"} for name in self.names}
        return {"type": "object", "properties": texts, "additionalProperties": False}


@dataclass(frozen=True)
class ListOf(Field):
    item: Field = field(default_factory=Text)

    def fault_of(self, value: Any) -> str:
        if not isinstance(value, list):
            return "must be a list"
        for number, item in enumerate(value, start=1):
            fault = self.item.fault(item)
            if fault:
                return f"({number}) {fault}"
        return ""

    def own_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True)
class Part(Field):
    """An object with fields of its own."""

    fields: Mapping[str, Field] = field(default_factory=dict)

    def fault_of(self, value: Any) -> str:
        if not isinstance(value, dict):
            return "must be an object"
        fault = fault_in(value, self.fields)
        return f"is not as it should be: {fault}" if fault else ""

    def own_schema(self) -> dict[str, Any]:
        return object_schema(self.fields)


def fault_in(record: Mapping[str, Any], fields: Mapping[str, Field]) -> str:
    """The first fault of `record`, as a clause; or nothing."""
    for name, one in fields.items():
        if name in record:
            fault = one.fault(record[name])
            if fault:
                return f"“{name}” {fault}"
        elif one.is_required:
            return f"“{name}” is missing"
    # A word that nobody reads would be lost without a word.
    unknown = record.keys() - fields.keys()
    return f"there is no field “{min(unknown)}”" if unknown else ""


def completed(record: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    """Return `record` with the default of every field that was left out, parts included."""
    whole: dict[str, Any] = {}
    for name, one in fields.items():
        value = record.get(name, one.default)
        if isinstance(one, ListOf) and isinstance(one.item, Part):
            value = [completed(item, one.item.fields) for item in value]
        elif isinstance(one, Part) and value is not None:
            value = completed(value, one.fields)
        whole[name] = value
    return whole


def object_schema(fields: Mapping[str, Field]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: one.schema() for name, one in fields.items()},
        "required": [name for name, one in fields.items() if one.is_required],
        "additionalProperties": False,
    }


def _is_read_by(read: Any, value: Any, *, length: int = 0) -> bool:
    if not isinstance(value, str) or (length and len(value) != length):
        return False
    try:
        read(value)
    except ValueError:
        return False
    return True
