"""Registers of licences: what they answer, and how a broken one is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deploy.overlay import write_overlay
from schemas.reference.licences import PRODUCING, TRADING, WARRANTIES, LicenceBook
from schemas.reference.load import ReferenceDataError, load_reference, reference_version
from schemas.reference.load_licences import LICENCE_COLUMNS
from tests.stream_processors.rules.licensed import knowing, licence

HEADER = ",".join(LICENCE_COLUMNS)
GOOD = "P-1,DIGGER,digging,SL,Kono,,1,2024-01-01,2024-12-31,076 1,Sefadu,,own,sourced,"


def test_a_licence_holds_from_its_first_to_its_last_day_or_for_ever() -> None:
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [licence().valid_on(day) for day in days] == [False, True, True, False]
    assert licence(until=None).valid_on(date.max)
    assert (licence().period, licence(until=None).period) == ("2024-01-01 to 2024-12-31", "since 2024-01-01")


def test_a_number_belongs_to_a_country_however_it_is_written() -> None:
    here, there = licence("P 1/24"), licence("p-124", country="ZA")
    book = LicenceBook.of([here, there])
    assert book.numbered("P-1-24", "BW") == (here,)
    assert book.numbered("P124", None) == (here, there)
    assert book.numbered("P125", None) == ()


def test_what_a_register_covers_is_what_it_has_licences_for() -> None:
    book = LicenceBook.of([licence(kind="buying")])
    assert book.covers("BW", TRADING)
    assert not book.covers("BW", PRODUCING)
    assert not book.covers("ZA", TRADING)
    assert not book.covers(None, TRADING)
    assert book.held("MINE", TRADING) == (licence(kind="buying"),)
    assert book.held("MINE", WARRANTIES) == ()


@pytest.mark.parametrize(("since", "until"), [("2024-12-31", None), ("2023-01-01", "2024-01-01"), ("2024-03-01", None)])
def test_two_periods_of_one_number_may_not_overlap(since: str, until: str | None) -> None:
    with pytest.raises(ValueError, match="one period after the other for licence LIC-1 of BW, got"):
        knowing(licence(), licence(since=since, until=until))


def test_a_second_period_may_begin_the_day_after_the_first() -> None:
    assert len(knowing(licence(), licence(since="2025-01-01", until=None)).licences.rows) == 2


def test_an_overlay_brings_a_register(tmp_path: Path) -> None:
    before = reference_version()
    (tmp_path / "licences.csv").write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    (found,) = load_reference(tmp_path).licences.rows
    assert (found.licence, found.holder, found.area, found.site_id, found.diggers) == ("P-1", "DIGGER", "Kono", None, 1)
    assert (found.phone, found.address, found.account) == ("076 1", "Sefadu", None)
    assert reference_version(tmp_path) != before


def test_a_register_that_was_written_is_read_as_it_was(tmp_path: Path) -> None:
    register = knowing(licence(area="Kono", phone="1"), licence("B", "TRADER", kind="buying", until=None)).licences
    write_overlay(tmp_path, [], [], register.rows)
    assert load_reference(tmp_path).licences.rows == register.rows


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (GOOD.replace("digging", "digger"), "line 2, column kind: expected one of buying, .* got 'digger'"),
        (GOOD.replace("SL", "sl"), "line 2, column country: expected an ISO 3166-1"),
        (GOOD.replace("2024-12-31", "2023-12-31"), "column valid_until: expected a day not before 2024-01-01"),
        (GOOD.replace("2024-01-01", ""), "line 2, column valid_from: expected a date"),
        (GOOD.replace("DIGGER", ""), "line 2, column holder: expected a value"),
        (GOOD.replace(",1,", ",one,"), "line 2, column diggers: expected a whole number"),
        (f"{GOOD}\n{GOOD}", "licences.csv: expected one period after the other for licence P-1 of SL"),
        (GOOD.replace(",sourced", ",sure"), "line 2, column confidence"),
    ],
)
def test_a_broken_register_is_refused_with_the_place(tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "licences.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=message):
        load_reference(tmp_path)
