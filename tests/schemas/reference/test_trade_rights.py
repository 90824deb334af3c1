"""Whether rough of a place may be traded on a day: each kind of interval at its edges."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.reference.areas import area_keys
from schemas.reference.load import load_reference
from schemas.reference.records import Level, StatusInterval

REFERENCE = load_reference()

COUNTRY_EDGES = [
    ("CI", date(2005, 12, 14), True, "FULL"),
    ("CI", date(2005, 12, 15), False, "UN_EMBARGO"),
    ("CI", date(2014, 4, 28), False, "UN_EMBARGO"),
    ("CI", date(2014, 4, 29), True, "FULL"),
    ("LR", date(2001, 4, 30), None, "BEFORE_FIRST_LIST"),
    ("LR", date(2001, 5, 1), False, "UN_EMBARGO"),
    ("LR", date(2007, 4, 26), False, "UN_EMBARGO"),
    ("LR", date(2007, 4, 27), False, "NOT_A_PARTICIPANT"),
    ("LR", date(2007, 4, 30), False, "NOT_A_PARTICIPANT"),
    ("LR", date(2007, 5, 1), True, "FULL"),
    ("CG", date(2004, 7, 8), True, "FULL"),
    ("CG", date(2004, 7, 9), False, "EXPELLED"),
    ("CG", date(2007, 11, 7), False, "EXPELLED"),
    ("CG", date(2007, 11, 8), True, "FULL"),
    ("CF", date(2003, 2, 28), None, "BEFORE_FIRST_LIST"),
    ("CF", date(2003, 3, 1), False, "REMOVED"),
    ("CF", date(2003, 8, 30), False, "REMOVED"),
    ("CF", date(2003, 8, 31), True, "FULL"),
    ("CF", date(2013, 5, 22), True, "FULL"),
    ("CF", date(2013, 5, 23), False, "SUSPENDED"),
    ("CF", date(2024, 11, 14), False, "SUSPENDED"),
    ("CF", date(2024, 11, 15), True, "FULL"),
    ("GH", date(2006, 10, 31), True, "FULL"),
    ("GH", date(2006, 11, 1), False, "SELF_SUSPENDED"),
    ("GH", date(2007, 1, 31), False, "SELF_SUSPENDED"),
    ("GH", date(2007, 2, 1), True, "FULL"),
    ("VE", date(2005, 3, 31), True, "FULL"),
    ("VE", date(2005, 4, 1), True, "NON_COMPLIANT"),
    ("VE", date(2008, 5, 31), True, "NON_COMPLIANT"),
    ("VE", date(2008, 6, 1), False, "SELF_SUSPENDED"),
    ("VE", date(2026, 1, 1), False, "SELF_SUSPENDED"),
    ("GN", date(2009, 10, 31), True, "FULL"),
    ("GN", date(2009, 11, 1), True, "VIGILANCE"),
    ("GN", date(2011, 12, 31), True, "VIGILANCE"),
    ("GN", date(2012, 1, 1), True, "FULL"),
    ("RU", date(2025, 1, 1), True, "FULL"),
    ("GB", date(2020, 12, 31), True, "FULL"),
    ("HR", date(2013, 7, 1), True, "FULL"),
    ("TW", date(2003, 10, 30), False, "NOT_A_PARTICIPANT"),
    ("TW", date(2003, 10, 31), True, "TRADING_ENTITY"),
    ("KE", date(2015, 7, 17), False, "NOT_A_PARTICIPANT"),
    ("CM", date(2012, 8, 13), False, "NOT_A_PARTICIPANT"),
    ("CM", date(2012, 8, 14), True, "FULL"),
    ("BE", date(2003, 8, 30), None, "BEFORE_FIRST_LIST"),
    ("BE", date(2003, 8, 31), True, "FULL"),
]


@pytest.mark.parametrize(("country", "day", "allowed", "status"), COUNTRY_EDGES)
def test_the_right_of_a_country_changes_on_the_day_its_interval_says(
    country: str, day: date, allowed: bool | None, status: str
) -> None:
    right = REFERENCE.trade_right(country, None, day)
    assert (right.allowed, right.status) == (allowed, status)


ZONE_EDGES = [
    ("Berberati", date(2016, 2, 29), False, "SUSPENDED"),
    ("Berberati", date(2016, 3, 1), True, "COMPLIANT_ZONE"),
    ("Boda", date(2016, 9, 25), False, "SUSPENDED"),
    ("Boda", date(2016, 9, 26), True, "COMPLIANT_ZONE"),
    ("Carnot", date(2016, 9, 26), True, "COMPLIANT_ZONE"),
    ("Nola", date(2016, 9, 26), True, "COMPLIANT_ZONE"),
    ("Nola", date(2024, 11, 14), True, "COMPLIANT_ZONE"),
    ("Nola", date(2024, 11, 15), True, "FULL"),
    ("Nola", date(2013, 5, 22), True, "FULL"),
    ("Bria", date(2017, 1, 1), False, "SUSPENDED"),
    ("Gadzi", date(2016, 12, 31), False, "SUSPENDED"),
    ("Gadzi", date(2017, 1, 1), None, "COMPLIANT_ZONE"),
    ("Amada-Gaza", date(2018, 12, 31), False, "SUSPENDED"),
    ("Amada-Gaza", date(2019, 1, 1), None, "COMPLIANT_ZONE"),
    ("Amada-Gaza", date(2024, 11, 15), True, "FULL"),
]


@pytest.mark.parametrize(("area", "day", "allowed", "status"), ZONE_EDGES)
def test_a_compliant_zone_may_trade_while_its_country_may_not(
    area: str, day: date, allowed: bool | None, status: str
) -> None:
    right = REFERENCE.trade_right("CF", area, day)
    assert (right.allowed, right.status) == (allowed, status)


MARANGE_EDGES = [
    ("Marange", date(2009, 10, 31), True, "FULL"),
    ("Marange", date(2009, 11, 1), False, "EXPORT_BAN"),
    ("Marange", date(2010, 7, 14), False, "EXPORT_BAN"),
    ("Marange", date(2010, 7, 15), True, "SUPERVISED"),
    ("Marange", date(2010, 9, 30), True, "SUPERVISED"),
    ("Marange", date(2010, 10, 1), False, "EXPORT_BAN"),
    ("Marange", date(2011, 10, 31), False, "EXPORT_BAN"),
    ("Marange", date(2011, 11, 1), True, "MONITORED"),
    ("Marange", date(2012, 11, 30), True, "MONITORED"),
    ("Marange", date(2012, 12, 1), True, "FULL"),
    ("Mbada", date(2011, 2, 28), True, "FULL"),
    ("Marange (Mbada)", date(2011, 2, 28), False, "EXPORT_BAN"),
    ("Marange (Mbada)", date(2011, 3, 1), None, "DISPUTED"),
    ("Canadile", date(2011, 10, 31), None, "DISPUTED"),
    ("Marange (Mbada)", date(2011, 11, 1), True, "MONITORED"),
    ("Chiadzwa", date(2010, 1, 1), False, "EXPORT_BAN"),
    ("Murowa", date(2010, 1, 1), True, "FULL"),
    (None, date(2010, 1, 1), True, "FULL"),
]


@pytest.mark.parametrize(("area", "day", "allowed", "status"), MARANGE_EDGES)
def test_the_measures_on_marange_hold_there_and_nowhere_else_in_zimbabwe(
    area: str | None, day: date, allowed: bool | None, status: str
) -> None:
    right = REFERENCE.trade_right("ZW", area, day)
    assert (right.allowed, right.status) == (allowed, status)


@pytest.mark.parametrize("text", ["BODA", "bóda", "Boda sub-prefecture", "Sous-préfecture de Boda", "Lobaye, Boda"])
def test_an_area_is_recognised_without_case_accents_and_words_for_its_kind(text: str) -> None:
    assert REFERENCE.trade_right("CF", text, date(2017, 1, 1)).status == "COMPLIANT_ZONE"


@pytest.mark.parametrize("text", ["Bodanga", "North Boda", "Bo", "", " , ; ", "de la"])
def test_an_area_that_only_resembles_a_zone_is_not_taken_for_it(text: str) -> None:
    assert REFERENCE.trade_right("CF", text, date(2017, 1, 1)).status == "SUSPENDED"


def test_a_text_may_name_several_areas_and_each_counts_as_a_whole() -> None:
    assert area_keys("Marange fields (Mbada) / Amada-Gaza") == {"marange", "mbada", "amada gaza"}
    assert area_keys("Mambéré-Kadéï") == {"mambere kadei"}


def test_a_candidate_for_an_unnamed_zone_says_that_no_source_names_it() -> None:
    right = REFERENCE.trade_right("CF", "Gadzi", date(2018, 1, 1))
    assert "no source names" in right.basis


def test_every_answer_names_its_basis_source_and_confidence() -> None:
    answers = [REFERENCE.trade_right(country, None, day) for country, day, _, _ in COUNTRY_EDGES]
    answers += [REFERENCE.trade_right("CF", area, day) for area, day, _, _ in ZONE_EDGES]
    answers += [REFERENCE.trade_right("ZW", area, day) for area, day, _, _ in MARANGE_EDGES]
    assert all(answer.basis and answer.source and answer.confidence for answer in answers)


def test_an_answer_that_rests_on_memory_says_so() -> None:
    assert REFERENCE.trade_right("LB", None, date(2004, 7, 1)).confidence == "memory"
    assert REFERENCE.trade_right("BD", None, date(2010, 7, 1)).confidence == "memory"


def test_further_intervals_are_added_to_those_of_the_country_and_change_no_other() -> None:
    start, stop = date(2030, 1, 1), date(2031, 1, 1)
    row = StatusInterval(
        "CF", "country", Level.COUNTRY, frozenset(), True, start, stop, "X", False, "b", "s", "proposed"
    )

    trade = REFERENCE.trade.with_statuses([row])

    assert [trade.trade_right("CF", None, day).allowed for day in (date(2029, 12, 31), start, stop)] == [
        True,
        False,
        True,
    ]
    assert trade.trade_right("CF", None, date(2024, 11, 14)).status == "SUSPENDED"
    assert set(trade.intervals) - set(REFERENCE.trade.intervals) == {row}
    assert REFERENCE.trade.trade_right("CF", None, start).allowed is True
