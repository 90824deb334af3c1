"""SPC003: melee is screened before it is sold."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import ExaminationKind, LotLine, RegistrationKind, Species
from schemas.findings import Severity
from stream_processors.rules.species.spc003_melee_is_screened import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def melee(carats: int = 4_990, stones: int | None = 20, **more: Any) -> LotLine:
    """Twenty polished stones that are just too small."""
    plain: dict[str, Any] = {"polished": True, "stones": stones}
    return build.line("L1", carats, **plain | more)


def born(line: LotLine) -> Any:
    """The lot as old stock."""
    return build.registered(line, kind=RegistrationKind.OPENING_STOCK)


@pytest.mark.parametrize(
    ("line", "notices"),
    [
        (melee(4_999), 1),
        (melee(5_000), 0),
        (melee(499, 2), 1),
        (melee(200, 1), 0),
        (melee(4_990, None), 0),
        (melee(polished=False), 0),
        (melee(species=Species.LAB_GROWN), 0),
        (melee(species=Species.UNKNOWN), 0),
    ],
)
def test_several_natural_polished_stones_below_a_quarter_of_a_carat_on_average(line: LotLine, notices: int) -> None:
    found = said(RULE, born(line), build.sold(line))
    assert [verdict.severity for verdict in found] == [Severity.NOTICE] * notices


def test_a_screening_before_the_sale_is_all_that_is_asked() -> None:
    line = melee()
    screened = build.examined(line, at="2024-03-02", kind=ExaminationKind.SCREENING)
    sale, again = build.sold(line, at="2024-03-03"), build.sold(line, at="2024-03-09", seller="TRADER", buyer="X")
    assert said(RULE, born(line), screened, sale, again) == []
    late = build.examined(line, at="2024-03-05", kind=ExaminationKind.SCREENING)
    assert [verdict.event_id for verdict in said(RULE, born(line), sale, late, again)] == [sale.event_id]


def test_a_weighing_is_no_screening() -> None:
    line = melee()
    assert len(said(RULE, born(line), build.examined(line, at="2024-03-02"), build.sold(line, at="2024-03-03"))) == 1


def test_the_message_gives_stones_weight_and_seller() -> None:
    line = melee()
    verdict = only(RULE, born(line), build.sold(line))
    assert verdict.got == "20 stones of 4.99 ct sold by MINE, never screened"
    assert verdict.expected == "a screening for lab-grown stones before the sale of stones below 0.25 ct on average"


def test_a_lot_that_has_ended_or_is_unknown_is_left_to_other_rules() -> None:
    assert said(RULE, build.sold(melee())) == []
