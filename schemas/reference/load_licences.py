"""Reads an operator's register of licences. Reads files: not for rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from schemas.reference.licences import LICENCE_KINDS, Licence, LicenceBook
from schemas.reference.tables import ReferenceDataError, Row, read_file

LICENCE_COLUMNS = (
    "licence", "holder", "kind", "country", "area", "site_id", "diggers", "valid_from", "valid_until", "phone",
    "address", "account", "source", "confidence", "note",
)  # fmt: skip
"""Columns of ``licences.csv``."""


def read_licences(path: Path | None) -> list[Row]:
    """The rows of a file; none without one."""
    return [] if path is None else read_file(path, LICENCE_COLUMNS)


def licence_book(rows: Iterable[Row], countries: Collection[str]) -> LicenceBook:
    """The licences of a file. Raises ReferenceDataError for a row that cannot be what it says."""
    rows = list(rows)
    licences = [licence_of(row, countries) for row in rows]
    try:
        return LicenceBook.of(licences)
    except ValueError as reason:
        raise ReferenceDataError(f"{rows[0].file}: {reason}; correct the file and start again") from reason


def licence_of(row: Row, countries: Collection[str]) -> Licence:
    """A licence. Raises ReferenceDataError, naming line and column, for a row that cannot be one."""
    if row.text("country") not in countries:
        raise row.error("country", "an ISO 3166-1 alpha-2 code in capitals")
    found = Licence(
        licence=row.text("licence"),
        holder=row.text("holder"),
        kind=row.choice("kind", LICENCE_KINDS),
        country=row.text("country"),
        area=row.maybe("area"),
        site_id=row.maybe("site_id"),
        diggers=row.maybe_whole("diggers"),
        valid_from=row.day("valid_from"),
        valid_until=row.maybe_day("valid_until"),
        phone=row.maybe("phone"),
        address=row.maybe("address"),
        account=row.maybe("account"),
        source=row.text("source"),
        confidence=row.confidence(),
    )
    if found.valid_until is not None and found.valid_until < found.valid_from:
        raise row.error("valid_until", f"a day not before {found.valid_from}")
    return found
