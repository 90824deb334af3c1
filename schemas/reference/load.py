"""Reads the tables of ``data/`` and an operator's own parties and sites into a ``Reference``.

Rules may not import this module: it reads files.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

from schemas.reference.load_certificates import certificates, check_issuers, read_certificates
from schemas.reference.load_licences import licence_book, read_licences
from schemas.reference.load_participants import participation, read_participation
from schemas.reference.load_parties import (
    PARTY_COLUMNS,
    PARTY_OPTIONS,
    SITE_COLUMNS,
    party_of,
    read_countries,
    site_of,
)
from schemas.reference.load_sanctions import read_sanctions, sanctions
from schemas.reference.load_settings import setting_table
from schemas.reference.load_zones import load_zones
from schemas.reference.model import Reference
from schemas.reference.records import Country, Party, PriceBand, Site, YieldBand
from schemas.reference.register import Statements
from schemas.reference.tables import ReferenceDataError, Row, read_file, read_packaged
from schemas.reference.warranties import StatementPhrase, WarrantyTexts

__all__ = ["PARTY_COLUMNS", "SITE_COLUMNS", "ReferenceDataError", "load_reference", "reference_version"]

_YIELD_COLUMNS = ("band_id", "min_per_mille", "max_per_mille", "source", "confidence", "note")
_PRICE_COLUMNS = (
    "iso2", "min_usd_per_ct", "median_usd_per_ct", "max_usd_per_ct", "warn_below_usd_per_ct", "warn_above_usd_per_ct",
    "source", "confidence", "note",
)  # fmt: skip
_WARRANTY_COLUMNS = ("edition", "phrase", "from", "source", "confidence", "note")
_OVERLAY_FILES = ("licences.csv", "parties.csv", "settings.csv", "sites.csv", "zones.geojson")


def reference_version(overlay: Path | None = None) -> str:
    """Digest of every packaged file and of the overlay: another digest is other reference data.

    Raises ReferenceDataError for an overlay that ``load_reference`` would refuse to look at.
    """
    packaged = sorted((resources.files(__package__) / "data").iterdir(), key=lambda file: file.name)
    own = _overlay_files(overlay)
    contents = [file.read_bytes() for file in packaged if file.name.endswith(".csv")]
    contents += [own[name].read_bytes() for name in sorted(own)]
    return hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents)).hexdigest()


def load_reference(overlay: Path | None = None) -> Reference:
    """The packaged reference data, with what ``overlay`` adds: parties.csv, sites.csv, licences.csv, zones.geojson, and
    settings.csv. Whether there are such settings is checked where rules are known (``load_settings.check_settings``).

    Raises ReferenceDataError, naming file, line and column, for anything that cannot be used as it stands: a missing
    directory, a CSV or GeoJSON file of another name, a wrong column, a bad cell, an id that is already taken.
    """
    own = _overlay_files(overlay)
    tables = read_participation() | read_certificates() | read_sanctions()
    membership, trade = participation(tables)
    check_issuers(tables, membership.issuers)
    countries = read_countries()
    party_rows = read_packaged("parties.csv", PARTY_COLUMNS)
    if "parties.csv" in own:
        party_rows += read_file(own["parties.csv"], PARTY_COLUMNS, PARTY_OPTIONS)
    site_rows = read_packaged("sites.csv", SITE_COLUMNS)
    if "sites.csv" in own:
        site_rows += read_file(own["sites.csv"], SITE_COLUMNS)
    licence_rows = read_licences(own.get("licences.csv"))
    return Reference(
        membership=membership,
        trade=trade,
        certificates=certificates(tables, membership.issuers),
        sanctions=sanctions(tables),
        countries=countries,
        sites=_sites(site_rows, countries),
        parties=_parties(party_rows, countries),
        yield_bands={row.text("band_id"): _yield_band(row) for row in read_packaged("yield_bands.csv", _YIELD_COLUMNS)},
        price_bands={row.text("iso2"): _price_band(row) for row in read_packaged("price_bands.csv", _PRICE_COLUMNS)},
        licences=licence_book(licence_rows, countries),
        zones=load_zones(own.get("zones.geojson"), countries),
        warranties=WarrantyTexts.of(map(_warranty, read_packaged("warranty_statements.csv", _WARRANTY_COLUMNS))),
        settings=setting_table(own.get("settings.csv"), membership.issuers),
        statements=Statements(tables | {"parties": party_rows, "sites": site_rows, "licences": licence_rows}),
    )


def _overlay_files(overlay: Path | None) -> dict[str, Path]:
    if overlay is None:
        return {}
    if not overlay.is_dir():
        raise ReferenceDataError(f"{overlay}: expected a directory with {' or '.join(_OVERLAY_FILES)}, found none")
    found = {path.name: path for path in sorted(overlay.iterdir()) if path.suffix in (".csv", ".geojson")}
    strange = [name for name in found if name not in _OVERLAY_FILES]
    if strange or not found:
        got = ", ".join(strange) or "no CSV file"
        raise ReferenceDataError(
            f"{overlay}: expected files named {' or '.join(_OVERLAY_FILES)} only, got {got}; rename or remove"
        )
    return found


def _parties(rows: list[Row], countries: dict[str, Country]) -> dict[str, Party]:
    lines: dict[str, Row] = {}
    for row in rows:
        _check_new(row, "party_id", lines)
    return {row.text("party_id"): party_of(row, countries) for row in rows}


def _sites(rows: list[Row], countries: dict[str, Country]) -> dict[str, Site]:
    lines: dict[str, Row] = {}
    for row in rows:
        _check_new(row, "site_id", lines)
    return {row.text("site_id"): site_of(row, countries) for row in rows}


def _check_new(row: Row, column: str, lines: dict[str, Row]) -> None:
    """Two rows with one id would make the order of files decide; refuse the second and name the first."""
    first = lines.setdefault(row.text(column), row)
    if first is not row:
        raise row.error(column, f"an id used once (it stands in {first.file}, line {first.line})")


def _warranty(row: Row) -> StatementPhrase:
    phrase = row.text("phrase")
    return StatementPhrase(row.text("edition"), phrase, row.day("from"), row.text("source"), row.confidence())


def _yield_band(row: Row) -> YieldBand:
    low, high = row.maybe_whole("min_per_mille"), row.maybe_whole("max_per_mille")
    return YieldBand(row.text("band_id"), low, high, row.text("source"), row.confidence())


def _price_band(row: Row) -> PriceBand:
    return PriceBand(
        iso2=row.text("iso2"),
        min_usd_per_ct=row.whole("min_usd_per_ct"),
        median_usd_per_ct=row.maybe_whole("median_usd_per_ct"),
        max_usd_per_ct=row.maybe_whole("max_usd_per_ct"),
        warn_below_usd_per_ct=row.whole("warn_below_usd_per_ct"),
        warn_above_usd_per_ct=row.whole("warn_above_usd_per_ct"),
        source=row.text("source"),
        confidence=row.confidence(),
    )
