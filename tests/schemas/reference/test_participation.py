"""Who is a participant of the Kimberley Process on which day, and what belongs to whom."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from schemas.reference.load import load_reference
from schemas.reference.load_statistics import load_published_counts
from schemas.reference.statistics import PublishedCount

REFERENCE = load_reference()
DAY = timedelta(days=1)


@pytest.mark.parametrize("published", load_published_counts(), ids=lambda row: str(row.day))
def test_every_published_number_of_participants_and_countries_is_reproduced(published: PublishedCount) -> None:
    participants, countries = REFERENCE.counts(published.day)
    assert participants == published.participants
    assert published.countries in (None, countries)


def test_the_published_numbers_hold_the_two_best_known_ones() -> None:
    published = {row.day: (row.participants, row.countries) for row in load_published_counts()}
    assert len(published) == 11
    assert published[date(2003, 10, 31)] == (45, None)
    assert published[date(2018, 6, 18)] == (54, 81)


@pytest.mark.parametrize(
    ("country", "day", "participant"),
    [
        ("BE", date(2010, 1, 1), "EU"),
        ("EU", date(2010, 1, 1), "EU"),
        ("GB", date(2019, 6, 1), "EU"),
        ("GB", date(2020, 12, 31), "EU"),
        ("GB", date(2021, 1, 1), "GB"),
        ("HR", date(2003, 10, 30), None),
        ("HR", date(2003, 10, 31), "HR"),
        ("HR", date(2013, 6, 30), "HR"),
        ("HR", date(2013, 7, 1), "EU"),
        ("PL", date(2003, 12, 1), "PL"),
        ("HU", date(2004, 4, 30), "HU"),
        ("HU", date(2004, 5, 1), "EU"),
        ("CZ", date(2004, 4, 30), None),
        ("CZ", date(2004, 5, 1), "EU"),
        ("BG", date(2006, 12, 31), "BG"),
        ("BG", date(2007, 1, 1), "EU"),
        ("LI", date(2010, 1, 1), "CH"),
        ("GL", date(2014, 3, 19), None),
        ("GL", date(2014, 3, 20), "EU"),
        ("HK", date(2010, 1, 1), "CN"),
        ("MO", date(2019, 9, 30), None),
        ("MO", date(2019, 10, 1), "CN"),
        ("TW", date(2010, 1, 1), "TW"),
        ("KE", date(2015, 7, 17), None),
        ("CM", date(2012, 8, 13), None),
        ("CM", date(2012, 8, 14), "CM"),
        ("UZ", date(2024, 11, 14), None),
        ("UZ", date(2024, 11, 15), "UZ"),
        ("ZZ", date(2024, 11, 15), None),
    ],
)
def test_a_country_belongs_to_the_participant_whose_territory_it_is_on_that_day(
    country: str, day: date, participant: str | None
) -> None:
    assert REFERENCE.participant_of(country, day) == participant


def test_a_member_state_of_the_union_is_never_its_own_participant() -> None:
    """So a certificate number never begins with BE or DE. Those that took part before they joined stop that day."""
    for country in ("AT", "BE", "DE", "FR", "IT", "PT", "CZ", "IE"):
        for year in range(2003, 2027):
            assert REFERENCE.participant_of(country, date(year, 12, 31)) in (None, "EU")
            assert not REFERENCE.is_participant(country, date(year, 12, 31))
    assert not REFERENCE.is_participant("HR", date(2013, 7, 1))


def test_the_trading_entity_belongs_to_itself_but_is_no_participant() -> None:
    assert REFERENCE.participant_of("TW", date(2012, 8, 31)) == "TW"
    assert not REFERENCE.is_participant("TW", date(2012, 8, 31))


@pytest.mark.parametrize(
    ("country", "last_out", "first_in"),
    [
        ("CG", date(2007, 11, 7), date(2007, 11, 8)),
        ("CF", date(2003, 8, 30), date(2003, 8, 31)),
        ("LB", date(2005, 8, 31), date(2005, 9, 1)),
    ],
)
def test_a_removed_country_is_no_participant_until_the_day_it_is_taken_back(
    country: str, last_out: date, first_in: date
) -> None:
    assert not REFERENCE.is_participant(country, last_out)
    assert REFERENCE.participant_of(country, last_out) is None
    assert REFERENCE.is_participant(country, first_in)
    assert REFERENCE.participant_of(country, first_in) == country


@pytest.mark.parametrize(("country", "first_out"), [("CG", date(2004, 7, 9)), ("LB", date(2004, 4, 1))])
def test_a_country_is_a_participant_to_the_day_before_it_is_removed(country: str, first_out: date) -> None:
    assert REFERENCE.is_participant(country, first_out - DAY)
    assert not REFERENCE.is_participant(country, first_out)


@pytest.mark.parametrize(
    ("country", "day"), [("CI", date(2010, 1, 1)), ("CF", date(2015, 1, 1)), ("VE", date(2020, 1, 1))]
)
def test_a_country_stays_a_participant_while_its_trade_is_suspended(country: str, day: date) -> None:
    assert REFERENCE.is_participant(country, day)
    assert REFERENCE.trade_right(country, None, day).allowed is False


def test_on_any_day_a_country_belongs_to_at_most_one_participant() -> None:
    """Spans that overlap would make the order of the tables decide."""
    for country, spans in REFERENCE.membership._belongs.items():
        for (_, stop, _), (start, _, _) in pairwise(spans):
            assert stop <= start, country


def test_every_code_in_the_tables_of_participation_is_a_country_or_the_union() -> None:
    codes = REFERENCE.membership.issuers | set(REFERENCE.membership._belongs)
    assert {code for code in codes if not REFERENCE.country_known(code)} == {"EU"}
