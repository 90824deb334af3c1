"""Single values of the JSON form: what is accepted, and what a person is told who wrote something else."""

from __future__ import annotations

import base64
import binascii
import difflib
import json
import math
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from schemas.binary import IS_UUID
from schemas.faults import Fault

Json = Any

_LONGEST_SHOWN = 60
_INT = range(-(2**31), 2**31)
_LONG = range(-(2**63), 2**63)
_IS_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_HAS_NANOSECONDS = re.compile("[.,][0-9]{7}").search


def shown(obj: Json) -> str:
    """A value as it stood in the JSON, cut short."""
    text = json.dumps(obj, ensure_ascii=True, default=repr)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]} ... ({len(text)} characters)"


def suggestion(name: object, known: Iterable[str]) -> str:
    """``; did you mean ...?`` for a misspelt name, or else all that there are."""
    names = list(known)
    by_lower = {other.lower(): other for other in names}
    close = difflib.get_close_matches(str(name).lower(), by_lower, n=1)
    return f"; did you mean {by_lower[close[0]]}?" if close else f"; there are {', '.join(names)}"


def one_of(obj: Json, names: Iterable[str]) -> str:
    """One of ``names``, spelt exactly."""
    known = list(names)
    if isinstance(obj, str) and obj in known:
        return obj
    raise Fault("bad_value", f"expected one of {', '.join(known)}, got {shown(obj)}{suggestion(obj, known)}")


def _text(obj: Json) -> str:
    if not isinstance(obj, str):
        raise Fault("bad_value", f"expected text, got {shown(obj)}")
    try:
        obj.encode()
    except UnicodeEncodeError:
        raise Fault("bad_value", f"expected text in Unicode, got half of a surrogate pair in {shown(obj)}") from None
    return obj


def _boolean(obj: Json) -> bool:
    if not isinstance(obj, bool):
        raise Fault("bad_value", f"expected true or false, got {shown(obj)}")
    return obj


def _whole(obj: Json, numbers: range) -> int:
    if type(obj) is not int:
        raise Fault("bad_value", f"expected a whole number, got {shown(obj)}")
    if obj not in numbers:
        raise Fault("bad_value", f"expected a whole number from {numbers[0]} to {numbers[-1]}, got {shown(obj)}")
    return obj


def _double(obj: Json) -> float:
    if type(obj) not in (int, float) or abs(obj) > 1e300 or math.isnan(obj):
        raise Fault("bad_value", f"expected a number of degrees, got {shown(obj)}")
    return float(obj)  # the only doubles are latitude and longitude


def _bytes(obj: Json) -> bytes:
    try:
        return base64.b64decode(_text(obj), validate=True)
    except (binascii.Error, ValueError):
        raise Fault("bad_value", f"expected bytes in base64, got {shown(obj)}") from None


def _uuid(obj: Json) -> str:
    text = _text(obj).lower()
    if not IS_UUID(text):
        raise Fault("bad_value", f"expected a UUID as 881306ad-0f91-88cb-b28a-a198ee2b8290, got {shown(obj)}")
    return text


def _read_instant(obj: Json) -> datetime:
    """The instant as it is written, with its offset."""
    advice = "an instant with its offset, as 2024-03-01T09:30:00Z or 2024-03-01T11:30:00+02:00"
    text = _text(obj)
    try:
        written = datetime.fromisoformat(text)
    except ValueError:
        raise Fault("bad_value", f"expected {advice}, got {shown(obj)}") from None
    if written.tzinfo is None:
        raise Fault("bad_value", f"expected {advice}, got {shown(obj)}; add the offset of the place, or Z for UTC")
    if _HAS_NANOSECONDS(text):
        raise Fault("bad_value", f"expected at most six decimals of a second, got {shown(obj)}")
    if (written.utcoffset() or timedelta()) % timedelta(minutes=1):
        raise Fault("bad_value", f"expected an offset of whole minutes, got {shown(obj)}")
    return written


def _instant(obj: Json) -> datetime:
    try:
        return _read_instant(obj).astimezone(UTC)
    except OverflowError:
        raise Fault("bad_value", f"expected an instant in the years 1 to 9999, got {shown(obj)}") from None


def _date(obj: Json) -> date:
    text = _text(obj)
    try:
        if not _IS_DATE(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Fault("bad_value", f"expected a day as 2024-03-01, got {shown(obj)}") from None


def offset_minutes(obj: Json) -> int:
    """Minutes between UTC and the offset in which an instant is written; 0 where it cannot be read."""
    try:
        offset = _read_instant(obj).utcoffset() or timedelta()
    except Fault:
        return 0
    return offset // timedelta(minutes=1)


def _in_thousandths(obj: Json) -> str:
    example, whole = _example(obj, "3.27", 3)
    return f"carats are whole thousandths: write {whole} for {example} ct"


def _in_cents(obj: Json) -> str:
    example, whole = _example(obj, "12.50", 2)
    return f"values are whole US cents: write {whole} for US${example}"


def _example(obj: Json, otherwise: str, decimals: int) -> tuple[str, int]:
    """The number that was meant, and the whole number to write instead."""
    usable = isinstance(obj, float) and abs(obj) < 1e12 and round(obj, decimals) == obj
    text = repr(obj) if usable else otherwise
    return text, int(Decimal(text).scaleb(decimals))


ADVICE: dict[str, Callable[[Json], str]] = {"ct/1000": _in_thousandths, "USD/100": _in_cents}
"""What to write instead, by the unit of a field."""

PRIMITIVES: dict[str, Callable[[Json], Any]] = {
    "boolean": _boolean,
    "bytes": _bytes,
    "double": _double,
    "int": lambda obj: _whole(obj, _INT),
    "long": lambda obj: _whole(obj, _LONG),
    "string": _text,
}

LOGICAL: dict[str, Callable[[Json], Any]] = {"date": _date, "timestamp-micros": _instant, "uuid": _uuid}
