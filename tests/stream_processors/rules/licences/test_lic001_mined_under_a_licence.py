"""LIC001: who mines holds a licence that is valid on the day."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Place, RegistrationKind, Species
from schemas.findings import Severity
from stream_processors.rules.licences.lic001_mined_under_a_licence import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said
from tests.stream_processors.rules.licensed import knowing, licence

REGISTER = knowing(licence())


def mined(day: str = "2024-03-01", **more: Any) -> CustodyEvent:
    """MINE registers a find in BW under LIC-1."""
    return build.registered(at=day, **more)


@pytest.mark.parametrize(
    ("day", "breaches"), [("2023-12-31", 1), ("2024-01-01", 0), ("2024-12-31", 0), ("2025-01-01", 1)]
)
def test_a_licence_holds_from_its_first_to_its_last_day(day: str, breaches: int) -> None:
    assert len(said(RULE, mined(day), now="2026-01-01", reference=REGISTER)) == breaches


def test_the_day_is_that_of_the_place() -> None:
    late = mined("2024-12-31T22:30", utc_offset_minutes=120)
    assert len(said(RULE, late, now="2026-01-01", reference=REGISTER)) == 1


def test_a_licence_that_was_renewed_holds_in_both_periods_and_not_between_them() -> None:
    renewed = knowing(licence(until="2024-06-30"), licence(since="2024-07-02", until=None))
    days = ["2024-06-30", "2024-07-01", "2024-07-02", "2031-01-01"]
    assert [len(said(RULE, mined(day), now="2032-01-01", reference=renewed)) for day in days] == [0, 1, 0, 0]


def test_a_licence_of_somebody_else_or_for_something_else_is_none() -> None:
    for other in (licence(holder="OTHER"), licence(kind="buying")):
        assert [v.severity for v in said(RULE, mined(), reference=knowing(other))] == [Severity.BREACH]


def test_the_owner_or_the_cooperative_that_records_may_hold_it() -> None:
    for holder in ("OWNER", "COOP"):
        assert said(RULE, mined(owner="OWNER", emitter="COOP"), reference=knowing(licence(holder=holder))) == []


def test_capitals_spaces_and_hyphens_of_a_number_do_not_count() -> None:
    assert said(RULE, mined(licence="lic 1"), reference=REGISTER) == []


def test_a_number_that_the_register_lacks_is_noted_where_the_country_is_known_and_else_left_alone() -> None:
    assert [v.severity for v in said(RULE, mined(licence="LIC-9"), reference=REGISTER)] == [Severity.NOTICE]
    assert said(RULE, mined(licence="LIC-9", place=Place(country="ZA")), reference=REGISTER) == []
    assert said(RULE, mined(licence="LIC-9")) == []
    assert said(RULE, mined(licence="LIC-9"), reference=knowing(licence(kind="buying"))) == []


def test_a_strange_number_of_a_finder_who_is_in_the_register_is_noted_also_where_no_country_is_named() -> None:
    """Whoever leaves the country out and mistypes the number of a licence that has ended is not left alone."""
    nowhere = mined("2025-01-01", licence="LIC-9", place=Place())
    verdict = only(RULE, nowhere, now="2026-01-01", reference=REGISTER)
    assert verdict.severity is Severity.NOTICE
    assert "in the register: LIC-1 (mining in BW, MINE, 2024-01-01 to 2024-12-31)" in verdict.got
    assert said(RULE, mined(licence="LIC-9", place=Place(), custodian="OTHER", owner="OTHER"), reference=REGISTER) == []


def test_without_a_number_the_licences_of_the_finder_count() -> None:
    assert said(RULE, mined(licence=None), reference=REGISTER) == []
    ended = said(RULE, mined("2025-01-01", licence=None), now="2026-01-01", reference=REGISTER)
    assert [v.severity for v in ended] == [Severity.BREACH]
    stranger = mined(licence=None, custodian="OTHER", owner="OTHER")
    assert [v.severity for v in said(RULE, stranger, reference=REGISTER)] == [Severity.NOTICE]


def test_opening_stock_and_stones_that_were_grown_need_none() -> None:
    assert said(RULE, mined(licence="LIC-9", kind=RegistrationKind.OPENING_STOCK), reference=REGISTER) == []
    grown = build.line(species=Species.LAB_GROWN, hs_code="710421")
    assert said(RULE, build.registered(grown, licence="LIC-9"), reference=REGISTER) == []


def test_it_says_whose_licence_it_is_and_holds_the_goods() -> None:
    verdict = only(RULE, mined("2025-01-01"), now="2026-01-01", reference=REGISTER)
    assert verdict.blocking
    assert verdict.got == (
        "licence LIC-1 stated by MINE on 2025-01-01; in the register: LIC-1 (mining in BW, MINE, 2024-01-01 to "
        "2024-12-31)"
    )
    assert verdict.expected == "a licence to mine or dig, valid on that day, of MINE"
