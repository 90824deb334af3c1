"""Sites, parties, bands and countries; adding to the reference data; purity of what rules import."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import schemas.reference
from schemas.reference.load import load_reference
from schemas.reference.model import Party, Reference, Site

REFERENCE = load_reference()
PURE = (
    "model", "records", "statistics", "areas", "membership", "trade_rights", "certificates", "dates", "sanctions",
    "concerned", "licences", "outlines", "rings", "settings", "warranties", "zones",
)  # fmt: skip
HARMLESS = {
    "__future__",
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "itertools",
    "math",
    "re",
    "shapely",
    "typing",
    "unicodedata",
}


def cooperative(party_id: str) -> Party:
    return Party(party_id, "A cooperative", "SL", "cooperative", True, 14, None, None, "test", "sourced")


@pytest.mark.parametrize("module", PURE)
def test_what_rules_import_reaches_no_file_clock_or_network(module: str) -> None:
    assert schemas.reference.__file__ is not None
    tree = ast.parse((Path(schemas.reference.__file__).parent / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        for name in names:
            ours = name.removeprefix("schemas.reference.")
            pure = ours in PURE or name in {"schemas.records", "schemas.measures"} or name.split(".")[0] in HARMLESS
            assert pure, f"{module} imports {name}"


@pytest.mark.parametrize(
    "site_id",
    [
        "BW-JWANENG", "BW-ORAPA", "BW-KAROWE", "NA-DEBMARINE", "ZA-VENETIA", "CA-GAHCHO-KUE", "CA-DIAVIK", "RU-JUBILEE",
        "RU-UDACHNY", "RU-NYURBA", "RU-GRIB", "RU-MIR", "AO-CATOCA", "AO-LUELE", "AU-ARGYLE", "LS-LETSENG", "SL-KOIDU",
        "TZ-WILLIAMSON", "CD-SACIM", "ZW-MARANGE", "ZA-CULLINAN", "CD-MIBA",
    ],
)  # fmt: skip
def test_the_great_mines_are_known_and_lie_in_the_country_their_id_says(site_id: str) -> None:
    site = REFERENCE.site(site_id)
    assert site is not None
    assert site.iso2 == site_id[:2]


def test_every_site_lies_in_a_known_country_and_its_id_begins_with_it() -> None:
    assert len(REFERENCE.sites) == 76
    assert all(REFERENCE.country_known(s.iso2) and s.site_id.startswith(f"{s.iso2}-") for s in REFERENCE.sites.values())


def test_no_mine_is_given_more_than_a_plausible_capacity() -> None:
    """The public table states 60 million carats a year for one plant, half the world: it would hide everything."""
    known = [s.capacity_ct_per_year for s in REFERENCE.sites.values() if s.capacity_ct_per_year is not None]
    assert len(known) == 63
    assert max(known) <= 13_000_000


@pytest.mark.parametrize(
    ("site_id", "day", "open_then"),
    [
        ("AU-ARGYLE", date(2020, 10, 31), True),
        ("AU-ARGYLE", date(2020, 11, 1), False),
        ("AO-LUELE", date(2023, 11, 26), False),
        ("AO-LUELE", date(2023, 11, 27), True),
        ("RU-MIR", date(2017, 8, 4), False),
        ("BW-JWANENG", date(2017, 8, 4), True),
    ],
)
def test_a_site_works_from_its_opening_to_the_day_before_it_closed(site_id: str, day: date, open_then: bool) -> None:
    site = REFERENCE.site(site_id)
    assert site is not None
    assert site.open_on(day) is open_then


def test_the_seven_authorities_of_the_union_are_in_the_register_and_not_connected() -> None:
    union = [party for party in REFERENCE.parties.values() if party.party_id.startswith("EU-")]
    assert {party.country for party in union} == {"BE", "CZ", "DE", "IE", "IT", "PT", "RO"}
    assert len(union) == 7
    assert not any(party.connected for party in REFERENCE.parties.values())
    assert all(party.role == "authority" for party in REFERENCE.parties.values())


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2020, 6, 30), True),
        (date(2020, 7, 1), False),
    ],
)
def test_a_registration_holds_from_its_first_to_its_last_day(day: date, valid: bool) -> None:
    party = replace(cooperative("P"), valid_from=date(2020, 1, 1), valid_to=date(2020, 6, 30))
    assert party.valid_on(day) is valid


def test_parties_and_sites_can_be_added_and_the_original_stays_as_it_was() -> None:
    site = Site("SL-TEST", "Test", "SL", "artisanal", None, None, None, None, "test", "sourced", "")
    more = REFERENCE.with_parties([cooperative("P1"), cooperative("P2")]).with_sites([site])
    assert more.party("P1") == cooperative("P1")
    assert more.site("SL-TEST") == site
    assert more.party("EU-ANTWERP") == REFERENCE.party("EU-ANTWERP")
    assert more.trade_right("CF", None, date(2015, 1, 1)) == REFERENCE.trade_right("CF", None, date(2015, 1, 1))
    assert REFERENCE.party("P1") is None
    assert REFERENCE.site("SL-TEST") is None


def test_an_id_that_is_already_there_is_refused() -> None:
    with pytest.raises(ValueError, match="got 'EU-ANTWERP' again"):
        REFERENCE.with_parties([cooperative("EU-ANTWERP")])
    with pytest.raises(ValueError, match="got 'P1' again"):
        REFERENCE.with_parties([cooperative("P1"), cooperative("P1")])
    with pytest.raises(ValueError, match="got 'AO-LUELE' again"):
        REFERENCE.with_sites([REFERENCE.sites["AO-LUELE"]])


def test_countries_are_iso_codes_in_capitals_and_the_union_is_none() -> None:
    assert len(REFERENCE.countries) == 249
    assert all(REFERENCE.country_known(code) for code in ("NA", "SL", "TW", "GL", "LI"))
    assert not any(REFERENCE.country_known(code) for code in ("EU", "XX", "na", "", "UK"))


@pytest.mark.parametrize(
    ("band", "rough", "polished", "inside"),
    [
        ("emerald", 1000, 600, True),
        ("emerald", 1000, 599, False),
        ("emerald", 1000, 650, True),
        ("emerald", 1000, 651, False),
        ("round", 2001, 1001, False),
    ],
)
def test_a_yield_is_held_against_its_band_with_integers_only(
    band: str, rough: int, polished: int, inside: bool
) -> None:
    found = REFERENCE.yield_band(band)
    assert found is not None
    assert found.contains(rough, polished) is inside


def test_price_bands_enclose_what_was_published() -> None:
    assert len(REFERENCE.price_bands) == 15
    for band in REFERENCE.price_bands.values():
        published = [band.min_usd_per_ct, band.median_usd_per_ct, band.max_usd_per_ct]
        known = [price for price in published if price is not None]
        assert known == sorted(known), band.iso2
        assert band.warn_below_usd_per_ct < known[0] <= known[-1] < band.warn_above_usd_per_ct, band.iso2
        assert REFERENCE.price_band(band.iso2) is band
    assert REFERENCE.price_band("FR") is None


def test_the_reference_data_cannot_be_changed_by_accident() -> None:
    with pytest.raises(AttributeError):
        REFERENCE.parties = {}  # type: ignore[misc]
    assert isinstance(REFERENCE, Reference)
