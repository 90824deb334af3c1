"""The tables of reference data of which single rows may be stated anew: their columns, keys and periods.

Reads files (the countries that are known): not for rules.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.records import ReferenceCell
from schemas.reference.load_certificates import RULE_COLUMNS, SERIAL_COLUMNS, rule_of, serial_of
from schemas.reference.load_licences import LICENCE_COLUMNS, licence_of
from schemas.reference.load_participants import (
    ENTITY_COLUMNS,
    EU_COLUMNS,
    PARTICIPANT_COLUMNS,
    STATUS_COLUMNS,
    TERRITORY_COLUMNS,
    entity_of,
    eu_of,
    participant_of,
    status_of,
    territory_of,
)
from schemas.reference.load_parties import (
    PARTY_COLUMNS,
    PARTY_OPTIONS,
    SITE_COLUMNS,
    party_of,
    read_countries,
    site_of,
)
from schemas.reference.load_sanctions import LISTING_COLUMNS, MEASURE_COLUMNS, listing_of, measure_of
from schemas.reference.records import Country
from schemas.reference.tables import Row

BETWEEN = " / "
"""Stands between the parts of a key."""

_UNION = "EU"
_ANYBODY = "*"

Period = tuple[date, date]
"""The first day inside and the first day after; ``date.min`` and ``date.max`` where it is open."""


@dataclass(frozen=True, slots=True)
class Changeable:
    """A table: the columns that its rows have when they are stated, those that name a row, and what reads a row.

    ``options`` are columns that may be left out. ``read`` raises ReferenceDataError, naming line and column, for a row
    that cannot be what it says.
    """

    name: str
    columns: tuple[str, ...]
    key_columns: tuple[str, ...]
    read: Callable[[Row], Period]
    options: tuple[str, ...] = ()

    def key(self, row: Row) -> str:
        """What names a row; rows of one key follow one another in time."""
        parts = [row.text(column) for column in self.key_columns]
        for column, part in zip(self.key_columns, parts, strict=True):
            if BETWEEN in part:
                raise row.error(column, f"a text without {BETWEEN!r}")
        return BETWEEN.join(parts) or _UNION

    def cells(self, row: Row) -> tuple[ReferenceCell, ...]:
        """What a row states, in order of columns: all of the table's, and of the options those that say something."""
        columns = sorted((*self.columns, *(name for name in self.options if row.cells.get(name))))
        return tuple(ReferenceCell(column, row.cells.get(column, "")) for column in columns)


def _party(row: Row) -> Period:
    party = party_of(row, _countries())
    return party.start, _after(party.valid_to)


def _site(row: Row) -> Period:
    site = site_of(row, _countries())
    return site.start, site.closed_on or date.max


def _licence(row: Row) -> Period:
    licence = licence_of(row, _countries())
    return licence.valid_from, _after(licence.valid_until)


def _listing(row: Row) -> Period:
    listing = listing_of(row)
    return _checked(row, "to", listing.start, listing.stop)


def _measure(row: Row) -> Period:
    measure = measure_of(row)
    return _checked(row, "to", measure.start or date.min, measure.stop)


def _participant(row: Row) -> Period:
    _known(row, "iso2", _UNION)
    participant = participant_of(row)
    return participant.start, participant.stop


def _entity(row: Row) -> Period:
    _known(row, "iso2")
    entity = entity_of(row)
    return _checked(row, "to", entity.start, entity.stop)


def _eu(row: Row) -> Period:
    period = eu_of(row)
    if not period.countries <= _countries().keys():
        raise row.error("iso2_list", "ISO 3166-1 alpha-2 codes in capitals with spaces between them")
    return _checked(row, "to", period.start, period.stop)


def _territory(row: Row) -> Period:
    _known(row, "iso2")
    _known(row, "participant", _UNION)
    territory = territory_of(row)
    return _checked(row, "to", territory.start, territory.stop)


def _status(row: Row) -> Period:
    _known(row, "iso2", _UNION)
    status = status_of(row)
    return _checked(row, "to", status.start, status.stop)


def _rule(row: Row) -> Period:
    _known(row, "participant", _UNION, _ANYBODY)
    issuer = "XX" if row.text("participant") == _ANYBODY else row.text("participant")
    return rule_of(row, issuer).start, date.max


def _serial(row: Row) -> Period:
    _known(row, "participant", _UNION)
    year = serial_of(row).year_of_use
    return date(year, 1, 1), date(year + 1, 1, 1)


def _known(row: Row, column: str, *others: str) -> None:
    if row.text(column) not in _countries() and row.text(column) not in others:
        raise row.error(column, " or ".join(["an ISO 3166-1 alpha-2 code in capitals", *others]))


def _checked(row: Row, column: str, start: date, stop: date) -> Period:
    if stop <= start:
        raise row.error(column, f"a day not before {start}")
    return start, stop


def _after(last: date | None) -> date:
    return date.max if last is None or last == date.max else last + timedelta(days=1)


@functools.cache
def _countries() -> Mapping[str, Country]:
    return read_countries()


TABLES: Mapping[str, Changeable] = {
    table.name: table
    for table in (
        Changeable("parties", PARTY_COLUMNS, ("party_id",), _party, PARTY_OPTIONS),
        Changeable("sites", SITE_COLUMNS, ("site_id",), _site),
        Changeable("licences", LICENCE_COLUMNS, ("country", "licence"), _licence),
        Changeable("listed_parties", LISTING_COLUMNS, ("jurisdiction", "name"), _listing),
        Changeable("sanctions", MEASURE_COLUMNS, ("measure_id",), _measure),
        Changeable("participants", PARTICIPANT_COLUMNS, ("iso2",), _participant),
        Changeable("participant_status", STATUS_COLUMNS, ("iso2", "scope"), _status),
        Changeable("trading_entities", ENTITY_COLUMNS, ("iso2",), _entity),
        Changeable("eu_members", EU_COLUMNS, (), _eu),
        Changeable("territories", TERRITORY_COLUMNS, ("iso2",), _territory),
        Changeable("certificate_rules", (*RULE_COLUMNS, "from"), ("participant",), _rule),
        Changeable("certificate_serials", SERIAL_COLUMNS, ("participant", "first_serial", "last_serial"), _serial),
    )
}
"""The tables that may change, by the names of their files. Countries, bands and published figures are not among them:
they come with a version of the program. Nor are outlines of zones, which are no rows: they stay files."""
