"""Parameters of queries: what type is expected, and how a person's text becomes a value. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from schemas.errors import StopError
from schemas.ports import Value

_INTEGER = re.compile(r"(U?)Int(8|16|32|64)")


class ParameterError(StopError):
    """A query was asked with a parameter that is missing, unknown or of another type."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value that a query asks for. ``type_name`` is ClickHouse's; a nullable one may be left out."""

    name: str
    type_name: str
    meaning: str

    @property
    def is_optional(self) -> bool:
        """Whether the query also answers without it."""
        return self.type_name.startswith("Nullable(")

    @property
    def plain_type(self) -> str:
        """The type without ``Nullable``."""
        return self.type_name.removeprefix("Nullable(").removesuffix(")") if self.is_optional else self.type_name

    def check(self, value: Value) -> Value:
        """``value`` if it has the right type. Raises ``ParameterError``."""
        if value is None and self.is_optional:
            return None
        if not _accepts(self.plain_type, value):
            raise self._error(repr(value))
        return value

    def parse(self, text: str) -> Value:
        """The value that a person wrote; a day alone stands for its first instant in UTC. Raises ``ParameterError``."""
        integer = _INTEGER.fullmatch(self.plain_type)
        read: Callable[[str], Value] = int if integer else _READERS[self.plain_type]
        try:
            value = read(text)
        except ValueError as error:
            raise self._error(repr(text)) from error
        if not _accepts(self.plain_type, value):
            raise self._error(repr(text))
        return value

    def _error(self, got: str) -> ParameterError:
        return ParameterError(f"parameter {self.name} ({self.meaning}): expected {_word(self.plain_type)}, got {got}")


def is_supported(type_name: str) -> bool:
    """Whether a parameter may have this type."""
    plain = Parameter("", type_name, "").plain_type
    return plain in _READERS or _INTEGER.fullmatch(plain) is not None


def _accepts(plain: str, value: Value) -> bool:
    integer = _INTEGER.fullmatch(plain)
    if integer is not None:
        bits, signed = int(integer[2]), not integer[1]
        low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1)) if signed else (0, 2**bits)
        return isinstance(value, int) and not isinstance(value, bool) and low <= value < high
    if plain == "UUID":
        return isinstance(value, str) and _is_uuid(value)
    if plain == "DateTime64(6, 'UTC')":
        return isinstance(value, datetime) and value.tzinfo is not None
    if plain == "Date32":
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, bool if plain == "Bool" else str)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        if found.time() != time(0):
            raise ValueError("an instant needs its zone")
        found = found.replace(tzinfo=UTC)
    return found


def _truth(text: str) -> bool:
    if text.lower() not in _TRUTHS:
        raise ValueError("neither yes nor no")
    return _TRUTHS[text.lower()]


_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
_READERS: dict[str, Callable[[str], Value]] = {
    "String": str,
    "UUID": str,
    "Bool": _truth,
    "Date32": date.fromisoformat,
    "DateTime64(6, 'UTC')": _instant,
}
_WORDS = {
    "String": "text",
    "UUID": "a UUID such as 0f3c2a9e-5d2b-4c1e-9f7a-1b2c3d4e5f60",
    "Bool": "yes or no",
    "Date32": "a day such as 2024-03-01",
    "DateTime64(6, 'UTC')": "a day such as 2024-03-01, or an instant with its zone such as 2024-03-01T12:00:00Z",
}


def _word(plain: str) -> str:
    return _WORDS.get(plain, f"a whole number ({plain})")
