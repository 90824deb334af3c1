"""Reads an operator's register of licences. Reads files: not for rules."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from schemas.reference.licences import LICENCE_KINDS, Licence, LicenceBook
from schemas.reference.tables import ReferenceDataError, Row, read_file

LICENCE_COLUMNS = (
    "licence", "holder", "kind", "country", "area", "site_id", "diggers", "valid_from", "valid_until", "phone",
    "address", "account", "source", "confidence", "note",
)  # fmt: skip
"""Columns of ``licences.csv``."""


def load_licences(path: Path | None, countries: Collection[str]) -> LicenceBook:
    """The licences of a file; none without one. Raises ReferenceDataError for a row that cannot be what it says."""
    if path is None:
        return LicenceBook.of()
    rows = [_licence(row, countries) for row in read_file(path, LICENCE_COLUMNS)]
    try:
        return LicenceBook.of(rows)
    except ValueError as reason:
        raise ReferenceDataError(f"{path}: {reason}; correct the file and start again") from reason


def _licence(row: Row, countries: Collection[str]) -> Licence:
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
