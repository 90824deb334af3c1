"""Reads the tables of bans, licences and listed parties. Reads files: not for rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.reference.sanctions import ACTS, KINDS, LINKS, Listing, Measure, Sanctions
from schemas.reference.tables import ReferenceDataError, Row, read_packaged

_MEASURES = "sanctions.csv"
MEASURE_COLUMNS = (
    "measure_id", "jurisdiction", "from", "to", "end_is_open", "kind", "country", "links", "hs_codes", "from_ct",
    "below_ct", "outside_before", "lifts", "acts", "measure", "exception", "source", "confidence", "note",
)  # fmt: skip
"""Columns of ``sanctions.csv``."""

LISTING_COLUMNS = (
    "name", "jurisdiction", "from", "to", "wind_down_to", "measure", "source", "confidence", "note",
)  # fmt: skip


def read_sanctions() -> dict[str, list[Row]]:
    """The packaged tables by name; ReferenceDataError if one cannot be read."""
    return {
        "sanctions": read_packaged(_MEASURES, MEASURE_COLUMNS),
        "listed_parties": read_packaged("listed_parties.csv", LISTING_COLUMNS),
    }


def sanctions(tables: Mapping[str, Sequence[Row]], *, changed: bool = False) -> Sanctions:
    """The rows of these tables. Raises ReferenceDataError for one that cannot be what it says it is.

    ``changed``: rows were stated one by one since, so that a licence may stand for a ban that is not there any more,
    and one measure may have several periods.
    """
    measures = [measure_of(row) for row in tables["sanctions"]]
    listings = [listing_of(row) for row in tables["listed_parties"]]
    try:
        return Sanctions.of(measures, listings, whole=not changed)
    except ValueError as reason:
        raise ReferenceDataError(f"{_MEASURES}: {reason}; correct the file and start again") from reason


def measure_of(row: Row) -> Measure:
    """One row of the law. Raises ReferenceDataError, naming line and column, for one that cannot be what it says."""
    kind = row.choice("kind", KINDS)
    start = row.maybe_day("from")
    if (start is None) != (kind == "not_in_force"):
        raise row.error("from", "a day, and none for a row that is not in force")
    if kind == "licence" and not (row.maybe_day("outside_before") and row.maybe("lifts")):
        raise row.error("outside_before", "a day, and bans that the licence lifts")
    return Measure(
        measure_id=row.text("measure_id"),
        jurisdiction=row.text("jurisdiction"),
        start=start,
        stop=row.stop_after("to", row.maybe("end_is_open") is not None and row.flag("end_is_open")),
        kind=kind,
        country=row.maybe("country"),
        links=_words(row, "links", LINKS),
        hs_codes=frozenset(row.cells["hs_codes"].split()),
        from_carats=row.maybe_scaled("from_ct", 1000) or 0,
        below_carats=row.maybe_scaled("below_ct", 1000),
        outside_before=row.maybe_day("outside_before"),
        lifts=frozenset(row.cells["lifts"].split()),
        acts=_words(row, "acts", ACTS),
        text=row.text("measure"),
        source=row.text("source"),
        confidence=row.confidence(),
    )


def _words(row: Row, column: str, allowed: frozenset[str]) -> frozenset[str]:
    words = frozenset(row.cells[column].split())
    if not words <= allowed:
        raise row.error(column, f"words out of {', '.join(sorted(allowed))}")
    return words


def listing_of(row: Row) -> Listing:
    """One listed party. Raises ReferenceDataError for a row that cannot be one."""
    return Listing(
        name=row.text("name"),
        jurisdiction=row.text("jurisdiction"),
        start=row.day("from"),
        stop=row.stop_after("to"),
        stop_of_wind_down=row.stop_after("wind_down_to") if row.maybe("wind_down_to") else None,
        measure=row.text("measure"),
        source=row.text("source"),
        confidence=row.confidence(),
    )
