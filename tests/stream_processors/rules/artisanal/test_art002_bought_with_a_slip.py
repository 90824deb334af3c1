"""ART002: what an artisan sells is bought with a purchase slip."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Evidence, Place
from schemas.findings import Severity
from stream_processors.rules.artisanal.art002_bought_with_a_slip import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said
from tests.stream_processors.rules.licensed import knowing, licence, party

SLIP = Evidence("purchase slip", "slip=B-17; permit=P-1; carats=1.0")
REGISTER = knowing(
    licence("P-1", "DIGGER", kind="digging", country="CF"),
    licence("P-2", "OTHER", kind="digging", country="CF"),
    parties=[party("DIGGER", "CF", "digger"), party("COLLECTOR", "CF")],
)


def bought(*papers: Evidence, day: str = "2024-12-01", country: str = "CF", **more: Any) -> CustodyEvent:
    """COLLECTOR buys from DIGGER."""
    plain: dict[str, Any] = {"seller": "DIGGER", "buyer": "COLLECTOR", "place": Place(country=country)}
    return build.sold(at=day, evidence=papers, **plain | more)


def asked(event: CustodyEvent) -> int:
    """How often the rule speaks."""
    return len(said(RULE, event, now="2026-01-01", reference=REGISTER))


def test_the_slip_is_asked_for_where_the_law_does() -> None:
    assert asked(bought(SLIP)) == 0
    assert asked(bought()) == 1
    assert asked(bought(Evidence("invoice", "I-1"))) == 1
    assert asked(bought(country="SL")) == 0


def test_only_what_an_artisan_sells_needs_one() -> None:
    assert asked(bought(seller="COLLECTOR", buyer="HOUSE")) == 0
    assert asked(bought(seller="UNKNOWN")) == 0
    assert asked(build.sold(build.line(polished=True), seller="DIGGER", place=Place(country="CF"))) == 0


@pytest.mark.parametrize(
    ("day", "breaches"), [("2023-12-31", 1), ("2024-01-01", 0), ("2024-12-31", 0), ("2025-01-01", 1)]
)
def test_the_permit_on_it_is_valid_on_the_day(day: str, breaches: int) -> None:
    assert asked(bought(SLIP, day=day)) == breaches


def test_the_permit_on_it_is_the_sellers_own_and_an_unknown_one_is_left_alone() -> None:
    assert asked(bought(Evidence("purchase slip", "permit=P-2"))) == 1
    assert asked(bought(SLIP, Evidence("purchase slip", "permit=P-2"))) == 1
    assert asked(bought(Evidence("purchase slip", "permit=P-9"))) == 0


def test_a_slip_that_names_no_permit_is_for_a_person_where_the_law_asks_for_slips() -> None:
    blank = Evidence("purchase slip", "B-17")
    verdict = only(RULE, bought(blank), now="2026-01-01", reference=REGISTER)
    assert (verdict.severity, verdict.got) == (Severity.NOTICE, "1 purchase slip of DIGGER without a permit")
    assert asked(bought(blank, SLIP)) == 0
    assert asked(bought(blank, country="SL")) == 0


def test_where_the_place_is_left_out_the_sellers_country_counts() -> None:
    assert asked(bought(place=Place())) == 1
    assert asked(bought(SLIP, place=Place())) == 0


def test_it_names_both_sides_or_the_permit() -> None:
    missing = only(RULE, bought(), now="2026-01-01", reference=REGISTER)
    assert missing.got == "DIGGER, who digs, sold to COLLECTOR in CF without a purchase slip"
    assert missing.expected == "evidence of the kind 'purchase slip' that names number, permit and carats"
    wrong = only(RULE, bought(Evidence("purchase slip", "permit=P-2")), now="2026-01-01", reference=REGISTER)
    assert wrong.got == (
        "a purchase slip of 2024-12-01 names permit P-2; in the register: P-2 (digging in CF, OTHER, 2024-01-01 to "
        "2024-12-31)"
    )
    assert wrong.expected == "a permit of DIGGER that is valid on that day"
