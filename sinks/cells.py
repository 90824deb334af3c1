"""Cells on their way into an engine: Python values as Arrow columns, and query parameters as text. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pyarrow as pa

from schemas.ports import Value

FIRST_INSTANT = datetime(1900, 1, 1, tzinfo=UTC)
"""The engine holds instants and days of the years 1900 to 2299."""

END_OF_INSTANTS = datetime(2300, 1, 1, tzinfo=UTC)

_ARROW: dict[str, pa.DataType] = {
    "String": pa.binary(),
    "UUID": pa.binary(16),
    "Bool": pa.bool_(),
    "Date32": pa.date32(),
    "DateTime64(6, 'UTC')": pa.timestamp("us", "UTC"),
    "Float64": pa.float64(),
    **{f"{sign}Int{bits}": getattr(pa, f"{sign.lower()}int{bits}")() for sign in ("", "U") for bits in (8, 16, 32, 64)},
}


def unwrapped(type_name: str) -> str:
    """A type without ``LowCardinality`` and ``Nullable``."""
    for wrapper in ("LowCardinality(", "Nullable("):
        if type_name.startswith(wrapper):
            type_name = type_name.removeprefix(wrapper).removesuffix(")")
    return type_name


def arrow_column(type_name: str, cells: Sequence[Value]) -> pa.Array:
    """One column for an insert. Raises ``ValueError`` with what was expected and what came."""
    plain = unwrapped(type_name)
    if plain.startswith("Array("):
        return _arrow_arrays(plain.removeprefix("Array(").removesuffix(")"), cells)
    if plain not in _ARROW:
        raise ValueError(f"columns of type {type_name} are not written by this project")
    if "Nullable(" not in type_name and any(cell is None for cell in cells):
        raise ValueError(f"expected {type_name}, got None")
    try:
        return pa.array(_prepared(plain, cells), type=_ARROW[plain])
    except (pa.ArrowException, TypeError, OverflowError, UnicodeEncodeError) as error:
        raise ValueError(f"expected {type_name}: {error}") from error


def _arrow_arrays(item_type: str, cells: Sequence[Value]) -> pa.Array:
    offsets = [0]
    items: list[Value] = []
    for cell in cells:
        if not isinstance(cell, tuple):
            raise ValueError(f"expected a tuple for Array({item_type}), got {cell!r}")
        items += cell
        offsets.append(len(items))
    return pa.ListArray.from_arrays(pa.array(offsets, type=pa.int32()), arrow_column(item_type, items))


def _prepared(plain: str, cells: Sequence[Value]) -> Sequence[Any]:
    if plain == "UUID":
        return [cell if cell is None else _uuid_bytes(cell) for cell in cells]
    if plain.startswith("DateTime64"):
        return [cell if cell is None else _instant(cell) for cell in cells]
    if plain == "Date32":
        return [cell if cell is None else _day(cell) for cell in cells]
    if "Int" in plain:
        odd = set(map(type, cells)) - {int, type(None)}  # Arrow would cut a fraction off, and take True for 1
        if odd:
            raise ValueError(f"expected {plain}, got {', '.join(sorted(kind.__name__ for kind in odd))}")
    return cells


def _uuid_bytes(cell: Value) -> bytes:
    if not isinstance(cell, str):
        raise ValueError(f"expected a UUID as text, got {cell!r}")
    return UUID(cell).bytes


def _instant(cell: Value) -> datetime:
    if not isinstance(cell, datetime) or cell.tzinfo is None:
        raise ValueError(f"expected an aware instant, got {cell!r}")
    if not FIRST_INSTANT <= cell < END_OF_INSTANTS:
        raise ValueError(f"expected an instant of the years 1900 to 2299, got {cell.isoformat()}")
    return cell


def _day(cell: Value) -> date:
    if not isinstance(cell, date) or isinstance(cell, datetime):
        raise ValueError(f"expected a day, got {cell!r}")
    if not FIRST_INSTANT.date() <= cell < END_OF_INSTANTS.date():
        raise ValueError(f"expected a day of the years 1900 to 2299, got {cell.isoformat()}")
    return cell


def parameter_text(value: Value) -> str:
    r"""A query parameter as the engine reads it: text as in a TSV file, with ``\`` and control characters escaped.

    Elements of arrays are quoted in addition; no value is ``\N``. Raises ``ValueError`` for bytes and naive instants.
    """
    if isinstance(value, tuple):
        return "[" + ",".join(_element(item) for item in value) + "]"
    return r"\N" if value is None else _scalar(value)


def _element(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, tuple):
        return parameter_text(value)
    if isinstance(value, bool | int | float):
        return _scalar(value)
    return "'" + _scalar(value).replace("'", r"\'") + "'"


def _scalar(value: Value) -> str:
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _instant(value).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return _day(value).isoformat()
    if isinstance(value, int | float):
        return repr(value)
    raise ValueError(f"expected a parameter that can be written as text, got {value!r}")


_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r", "\0": r"\0", "\b": r"\b", "\f": r"\f"})
