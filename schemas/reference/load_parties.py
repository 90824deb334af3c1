"""Reads parties, sites and countries. Reads files: not for rules."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.reference.records import PARTY_ROLES, SITE_KINDS, Country, Party, Site
from schemas.reference.tables import Row, read_packaged

PARTY_COLUMNS = (
    "party_id", "name", "country", "role", "connected", "grace_days", "valid_from", "valid_to",
    "source", "confidence", "note",
)  # fmt: skip
"""Columns of ``parties.csv``, packaged or the operator's own."""

PARTY_OPTIONS = ("first_number",)
"""Columns that a table of parties may have besides; left out, they are empty."""

SITE_COLUMNS = (
    "site_id", "name", "iso2", "kind", "area", "capacity_ct_per_year", "opened_on", "closed_on",
    "source", "confidence", "note",
)  # fmt: skip
"""Columns of ``sites.csv``, packaged or the operator's own."""

MOST_GRACE_DAYS = 3650
"""Ten years: more is a typing error, and could not be added to every day."""

_COUNTRY_COLUMNS = ("iso2", "name", "source", "confidence")


def read_countries() -> dict[str, Country]:
    """The packaged countries by code; ReferenceDataError if the table is broken."""
    return {row.iso2: row for row in map(_country, read_packaged("countries.csv", _COUNTRY_COLUMNS))}


def party_of(row: Row, countries: Mapping[str, Country]) -> Party:
    """A party. Raises ReferenceDataError, naming line and column, for a row that cannot be one."""
    party = Party(
        party_id=row.text("party_id"),
        name=row.text("name"),
        country=_known_country(row, "country", countries),
        role=row.choice("role", PARTY_ROLES),
        connected=row.flag("connected"),
        grace_days=row.whole("grace_days"),
        valid_from=row.maybe_day("valid_from"),
        valid_to=row.maybe_day("valid_to"),
        source=row.text("source"),
        confidence=row.confidence(),
        first_number=1 if (first := row.maybe_whole("first_number")) is None else first,
    )
    if party.valid_from and party.valid_to and party.valid_to < party.valid_from:
        raise row.error("valid_to", f"a day not before {party.valid_from}")
    if party.grace_days > MOST_GRACE_DAYS:
        raise row.error("grace_days", f"at most {MOST_GRACE_DAYS}")
    return party


def site_of(row: Row, countries: Mapping[str, Country]) -> Site:
    """A site. Raises ReferenceDataError, naming line and column, for a row that cannot be one."""
    site = Site(
        site_id=row.text("site_id"),
        name=row.text("name"),
        iso2=_known_country(row, "iso2", countries),
        kind=row.choice("kind", SITE_KINDS),
        area=row.maybe("area"),
        capacity_ct_per_year=row.maybe_whole("capacity_ct_per_year"),
        opened_on=row.maybe_day("opened_on"),
        closed_on=row.maybe_day("closed_on"),
        source=row.text("source"),
        confidence=row.confidence(),
        note=row.maybe("note") or "",
    )
    if site.opened_on and site.closed_on and site.closed_on <= site.opened_on:
        raise row.error("closed_on", f"a day after {site.opened_on}")
    return site


def _known_country(row: Row, column: str, countries: Mapping[str, Country]) -> str:
    if row.text(column) not in countries:
        raise row.error(column, "an ISO 3166-1 alpha-2 code in capitals")
    return row.text(column)


def _country(row: Row) -> Country:
    return Country(row.text("iso2"), row.text("name"), row.text("source"), row.confidence())
