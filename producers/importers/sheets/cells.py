"""Reads one cell of a sheet. Exact or refused: nothing is rounded, guessed or silently changed.

Every reader takes the text of a cell and the decimal mark of its sheet, and raises ``MalformedInput`` with what was
expected, what came and what to do. Cells are text, never formulas: ``=1+1`` is the five characters it shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from schemas.errors import MalformedInput
from schemas.events import HsRow

Reader = Callable[[str, str | None], object]

LIST_MARK = "|"
"""Stands between several values in one cell."""

_UNDECODED = re.compile("[\udc80-\udcff\ufffd]")
_NUMBER = re.compile(r"(-?)([0-9]+)(?:([.,])([0-9]+))?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:[., '\u00a0\u202f\u2019][0-9]{3})+(?:[.,][0-9]+)?")
_EXPONENT = re.compile(r"[0-9.,]+[eE][+-]?[0-9]+")
_MOST_DIGITS = 15
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)?(.*)")
_OFFSET = re.compile(r"([+-])([0-9]{1,2})(?::?([0-9]{2}))?")
_FURTHEST_OFFSET = 14 * 60
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})


def bad(reason: str, expected: str, got: str, advice: str = "") -> MalformedInput:
    """The error for a cell; long cells are shown by their beginning."""
    shown = got if len(got) <= 60 else f"{got[:57]}..."
    return MalformedInput(reason, f"expected {expected}, got {shown!r}" + (f"; {advice}" if advice else ""))


def decoded(cell: str) -> str:
    """The cell, if all of it could be read as text."""
    if _UNDECODED.search(cell):
        shown = _UNDECODED.sub("\ufffd", cell)
        raise bad("not_utf8", "text in UTF-8", shown, "save the sheet as 'CSV UTF-8' and import it again")
    return cell


def text(cell: str, _mark: str | None) -> str:
    """The cell as it stands."""
    return cell


def listing(cell: str, _mark: str | None) -> tuple[str, ...]:
    """Several values, separated by ``|``."""
    return tuple(part.strip() for part in cell.split(LIST_MARK) if part.strip())


def whole(cell: str, _mark: str | None) -> int:
    """A count."""
    if not cell.isascii() or not cell.isdigit() or len(cell) > _MOST_DIGITS:
        raise bad("bad_number", "a whole number such as 12", cell, "write digits only")
    return int(cell)


def carats(cell: str, mark: str | None) -> int:
    """A weight in carats, to thousandths of a carat, exactly: ``3.27`` is 3270."""
    return _scaled(cell, mark, 3, "a weight in carats such as 3.27, with at most 3 decimals")


def dollars(cell: str, mark: str | None) -> int:
    """An amount in US dollars, to cents, exactly: ``1098802`` is 109880200."""
    return _scaled(cell, mark, 2, "an amount in US dollars such as 1250.00, with at most 2 decimals")


def degrees(cell: str, mark: str | None) -> float:
    """A coordinate in decimal degrees."""
    expected = "decimal degrees such as -24.52"
    found = _NUMBER.fullmatch(cell)
    if found is None or (found[3] == "," and mark != ",") or len(found[2]) > 3:
        raise bad("bad_number", expected, cell, "write digits with a sign for south and west, no degree symbol")
    return float(cell.replace(",", "."))  # latitude or longitude


def decimal_mark(cell: str) -> str | None:
    """The decimal mark that this cell proves, if any; ``1,234`` proves nothing, it may be one thousand and more."""
    found = _NUMBER.fullmatch(cell)
    if found is None or found[3] is None:
        return None
    if found[3] == "," and len(found[4]) == 3 and not found[2].startswith("0"):
        return None
    return found[3]


def _scaled(cell: str, mark: str | None, places: int, expected: str) -> int:
    found = _NUMBER.fullmatch(cell)
    if found is None or found[1]:
        raise _no_number(cell, expected)
    whole_part, comma, decimals = found[2], found[3] == ",", (found[4] or "").rstrip("0")
    if comma and mark != ",":
        raise bad(
            "ambiguous_number", expected, cell,
            "the comma may separate thousands or decimals: write 1234 or 1.234, with a point for the decimals",
        )  # fmt: skip
    if len(decimals) > places:
        advice = f"at most {places} decimals count; a point or comma that separates thousands has to go"
        raise bad("too_many_decimals", expected, cell, advice)
    if len(whole_part) > _MOST_DIGITS - places:
        raise bad("number_too_large", expected, cell, "no lot of this world is that large")
    return int(whole_part + decimals.ljust(places, "0"))


def _no_number(cell: str, expected: str) -> MalformedInput:
    if cell.startswith("-"):
        return bad("bad_number", expected, cell, "it cannot be negative")
    if _GROUPED.fullmatch(cell):
        return bad("thousands_separator", expected, cell, "write it without separators between thousands")
    if _EXPONENT.fullmatch(cell):
        return bad("bad_number", expected, cell, "the spreadsheet has shortened it: show it as a plain number")
    return bad("bad_number", expected, cell, "write digits only, without unit or currency sign")


def day(cell: str, _mark: str | None) -> date:
    """A day, written as in ISO 8601."""
    try:
        if _DAY.fullmatch(cell):
            return date.fromisoformat(cell)
    except ValueError as error:
        raise bad("bad_date", "a day that exists", cell, str(error)) from error
    raise bad("bad_date", "a day written as 2024-05-31", cell, _date_advice(cell))


def moment(cell: str, _mark: str | None) -> datetime:
    """A point in time as in ISO 8601; without an offset it is naive, a day alone is its first instant."""
    found = _MOMENT.fullmatch(cell)
    if found is None:
        raise bad("bad_date", "a time written as 2024-05-31 14:30 or 2024-05-31T14:30+02:00", cell, _date_advice(cell))
    local_text, offset_text = cell[: found.start(1)], found[1].strip()
    try:
        local = datetime.fromisoformat(local_text)
    except ValueError as error:
        raise bad("bad_date", "a time that exists", cell, str(error)) from error
    if not offset_text:
        return local
    return local.replace(tzinfo=timezone(timedelta(minutes=offset(offset_text, None))))


def offset(cell: str, _mark: str | None) -> int:
    """The difference of local time from UTC in minutes; east is positive."""
    if cell.upper() in {"Z", "UTC"}:
        return 0
    found = _OFFSET.fullmatch(cell)
    minutes = int(found[2]) * 60 + int(found[3] or 0) if found else _FURTHEST_OFFSET + 1
    if found is None or minutes > _FURTHEST_OFFSET or int(found[3] or 0) > 59:
        raise bad("bad_offset", "an offset from UTC such as +02:00, at most 14:00", cell)
    return -minutes if found[1] == "-" else minutes


def _date_advice(cell: str) -> str:
    if cell.isdigit() and len(cell) == 5:
        return "this is a spreadsheet's day number: format the column as text or as YYYY-MM-DD"
    return "format the column as YYYY-MM-DD; other orders of day and month are ambiguous"


def flag(cell: str, _mark: str | None) -> bool:
    """Yes or no."""
    if cell.lower() in _YES:
        return True
    if cell.lower() in _NO:
        return False
    raise bad("bad_choice", "yes or no", cell)


def choice(kind: type[StrEnum]) -> Reader:
    """A reader for one of the values of ``kind``; case, spaces and hyphens do not matter."""
    values = {member.value.upper(): member for member in kind}

    def read(cell: str, _mark: str | None) -> StrEnum:
        found = values.get(re.sub(r"[\s-]+", "_", cell).upper())
        if found is None:
            raise bad("bad_choice", f"one of {', '.join(member.value for member in kind)}", cell)
        return found

    return read


def hs_code(cell: str, _mark: str | None) -> str:
    """A Harmonized System code of six digits; ``7102.31`` is taken as ``710231``."""
    digits = cell.replace(".", "").replace(",", "").replace(" ", "")
    if not re.fullmatch(r"[0-9]{6}", digits):
        advice = "a spreadsheet drops a final zero: format the column as text" if digits in {"71021", "7102"} else ""
        raise bad("bad_hs_code", "a customs code of six digits such as 710231", cell, advice)
    return digits


def hs_rows(cell: str, mark: str | None) -> tuple[HsRow, ...]:
    """Totals by customs code, ``code carats dollars``, separated by ``|``: ``710231 125.40 23600 | 710221 10 120``."""
    rows = []
    for part in listing(cell, mark):
        words = part.split()
        if len(words) != 3:
            raise bad("bad_hs_rows", "code, carats and US dollars as in 710231 125.40 23600.00", part)
        rows.append(HsRow(hs_code(words[0], mark), carats(words[1], mark), dollars(words[2], mark)))
    return tuple(rows)
