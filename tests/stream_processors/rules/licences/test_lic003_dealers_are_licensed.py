"""LIC003: who deals in rough is licensed on the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from schemas.events import CustodyEvent, Place
from schemas.findings import Severity
from stream_processors.rules.licences.lic003_dealers_are_licensed import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import only, said
from tests.stream_processors.rules.licensed import knowing, licence, party

REGISTER = knowing(licence("B-1", "TRADER", kind="buying"), licence("M-1", "MINE"), parties=[party("TRADER")])


def asked(*events: CustodyEvent, reference: Any = REGISTER) -> list[Verdict]:
    """What the rule says."""
    return said(RULE, *events, now="2026-01-01", reference=reference)


@pytest.mark.parametrize(
    ("day", "breaches"), [("2023-12-31", 1), ("2024-01-01", 0), ("2024-12-31", 0), ("2025-01-01", 1)]
)
def test_buyers_sellers_receivers_and_exporters_need_a_licence_of_the_day(day: str, breaches: int) -> None:
    assert len(asked(build.sold(at=day))) == breaches
    assert len(asked(build.sold(at=day, seller="TRADER", buyer="ABROAD"))) == breaches
    assert len(asked(build.received(at=day))) == breaches
    assert len(asked(build.exported(at=day))) == breaches


def test_a_licence_that_has_not_begun_is_none_and_a_later_one_does_not_heal_a_gap() -> None:
    gap = knowing(
        licence("B-1", "TRADER", kind="buying", until="2024-06-30"),
        licence("B-2", "TRADER", kind="exporting", since="2024-07-02"),
    )
    days = ["2024-06-30", "2024-07-01", "2024-07-02"]
    assert [len(asked(build.sold(at=day), reference=gap)) for day in days] == [0, 1, 0]


def test_a_digger_sells_under_its_own_licence_and_is_no_receiver_of_others() -> None:
    register = knowing(licence("P-1", "DIGGER", kind="digging", until="2024-06-30"))
    assert len(asked(build.sold(at="2024-07-01", seller="DIGGER", buyer="X"), reference=register)) == 1
    assert asked(build.sold(at="2024-06-30", seller="DIGGER", buyer="X"), reference=register) == []
    assert asked(build.received(at="2024-07-01", to_party="DIGGER"), reference=register) == []


ABROAD = knowing(
    licence("S-1", "DEALER", kind="buying", country="SL", since="2014-01-01", until="2015-12-31"),
    licence("B-1", "OTHER", kind="buying"),
    parties=[party("DEALER", "BE")],
)


def test_a_licence_that_ended_in_another_country_forbids_nothing() -> None:
    for place in ("BE", "BW", None):
        where = Place(country=place)
        assert asked(build.sold(at="2025-01-01", buyer="DEALER", place=where), reference=ABROAD) == []
        assert asked(build.received(at="2025-01-01", to_party="DEALER", place=where), reference=ABROAD) == []
        assert asked(build.exported(at="2025-01-01", exporter="DEALER", place=where), reference=ABROAD) == []
    there = build.sold(at="2025-01-01", buyer="DEALER", place=Place(country="SL"))
    assert [v.severity for v in asked(there, reference=ABROAD)] == [Severity.BREACH]


@pytest.mark.parametrize(("country", "severities"), [("BW", [Severity.BREACH]), ("BE", []), (None, [Severity.BREACH])])
def test_a_valid_licence_of_another_country_does_not_replace_one_that_ended(
    country: str | None, severities: list[Severity]
) -> None:
    register = knowing(
        licence("B-1", "DEALER", kind="buying", until="2024-06-30"),
        licence("E-1", "DEALER", kind="buying", country="BE", until=None),
        parties=[party("DEALER")],
    )
    sale = build.sold(at="2024-07-01", buyer="DEALER", place=Place(country=country))
    assert [v.severity for v in asked(sale, reference=register)] == severities


def test_a_party_with_a_licence_abroad_only_is_noted_as_one_without() -> None:
    rows = (licence("S-1", "DEALER", kind="buying", country="SL"), licence("B-1", "OTHER", kind="buying"))
    register = knowing(*rows, parties=[party("DEALER")])
    assert [v.severity for v in asked(build.sold(buyer="DEALER"), reference=register)] == [Severity.NOTICE]
    at_home = knowing(licence("B-1", "DEALER", kind="buying"), parties=[party("DEALER")])
    in_antwerp = build.sold(buyer="DEALER", place=Place(country="BE"))
    assert asked(in_antwerp, reference=at_home) == []


def test_where_neither_event_nor_register_names_a_country_nothing_is_said() -> None:
    register = knowing(licence("B-1", "DEALER", kind="buying", until="2024-06-30"))
    assert asked(build.sold(at="2025-01-01", buyer="DEALER", place=Place()), reference=register) == []


@pytest.mark.parametrize("kind", ["mining", "digging", "buying", "exporting", "carrying"])
@pytest.mark.parametrize(("day", "breaches"), [("2024-07-01", 0), ("2024-12-31", 0), ("2025-01-01", 1)])
def test_any_valid_licence_to_handle_rough_allows_to_take_it_over(kind: str, day: str, breaches: int) -> None:
    register = knowing(licence("C-1", "MINE", kind="carrying", until="2024-06-30"), licence("X-1", "MINE", kind=kind))
    returned = build.received(at=day, from_party="TRADER", to_party="MINE")
    assert len(asked(returned, reference=register)) == breaches


def test_a_buyer_that_the_register_lacks_is_noted_where_it_knows_others_of_the_country() -> None:
    register = REGISTER.with_parties([party("NEW"), party("FOREIGN", "AE")])
    assert [v.severity for v in asked(build.sold(buyer="NEW"), reference=register)] == [Severity.NOTICE]
    assert [v.severity for v in asked(build.exported(exporter="NEW"), reference=register)] == [Severity.NOTICE]
    assert asked(build.sold(buyer="FOREIGN"), reference=register) == []
    assert asked(build.sold(buyer="UNKNOWN"), reference=register) == []
    assert asked(build.sold(seller="NEW"), reference=register) == []
    assert asked(build.received(to_party="NEW"), reference=register) == []


def test_an_ended_licence_is_graver_than_an_unknown_party() -> None:
    register = REGISTER.with_parties([party("NEW")])
    sale = build.sold(at="2025-01-01", seller="NEW", buyer="TRADER")
    other = build.sold(at="2025-01-01", seller="TRADER", buyer="NEW")
    assert [v.severity for v in asked(sale, reference=register)] == [Severity.BREACH]
    assert [v.severity for v in asked(other, reference=register)] == [Severity.BREACH]


def test_polished_stones_and_an_empty_register_are_left_alone() -> None:
    assert asked(build.sold(build.line(polished=True), at="2025-01-01")) == []
    assert asked(build.sold(at="2025-01-01"), reference=build.packaged_reference()) == []


def test_it_says_the_part_the_day_and_the_licences_and_holds_the_goods() -> None:
    verdict = only(RULE, build.sold(at="2025-01-01"), now="2026-01-01", reference=REGISTER)
    assert verdict.blocking
    assert verdict.got == (
        "MINE is seller on 2025-01-01; its licences: M-1 (mining in BW, MINE, 2024-01-01 to 2024-12-31)"
    )
    assert verdict.expected == "a licence that is valid on that day"


@pytest.mark.parametrize(
    ("day", "breaches"), [("2023-12-31", 1), ("2024-01-01", 0), ("2024-06-30", 0), ("2024-07-01", 1)]
)
def test_whose_registration_has_ended_or_has_not_begun_may_not_deal(day: str, breaches: int) -> None:
    house = replace(party("HOUSE"), valid_from=date(2024, 1, 1), valid_to=date(2024, 6, 30))
    register = knowing(licence("M-1", "MINE", since="2020-01-01", until=None), parties=[house])
    assert len(asked(build.sold(at=day, seller="HOUSE", buyer="X"), reference=register)) == breaches
    assert len(asked(build.received(at=day, to_party="HOUSE"), reference=register)) == breaches
    assert len(asked(build.exported(at=day, exporter="HOUSE"), reference=register)) == breaches


def test_the_message_tells_from_when_and_until_when_a_party_was_registered() -> None:
    ended = replace(party("HOUSE"), valid_from=date(2020, 1, 1), valid_to=date(2023, 6, 30))
    register = knowing(licence("M-1", "MINE"), parties=[ended])
    verdict = only(RULE, build.sold(at="2024-02-01", seller="HOUSE", buyer="X"), reference=register)
    assert verdict.severity is Severity.BREACH
    assert verdict.got == "HOUSE is seller on 2024-02-01; it is registered 2020-01-01 to 2023-06-30"
    assert verdict.expected == "a registration or a licence that is valid on that day"
    assert [replace(ended, valid_from=None).period, replace(ended, valid_to=None).period, party("X").period] == (
        ["until 2023-06-30", "since 2020-01-01", "at all times"]
    )


def test_who_holds_a_licence_of_the_day_is_measured_by_it() -> None:
    ended = replace(party("HOUSE"), valid_to=date(2023, 6, 30))
    register = knowing(licence("B-9", "HOUSE", kind="buying"), parties=[ended])
    assert asked(build.sold(at="2024-02-01", seller="HOUSE", buyer="X"), reference=register) == []
