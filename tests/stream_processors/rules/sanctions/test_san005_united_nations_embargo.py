"""SAN005: rough under an embargo of the United Nations is not imported."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, LotLine, Species
from stream_processors.rules.sanctions.san005_united_nations_embargo import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import only, said


def entering(day: str, origin: str = "CI", line: LotLine | None = None, **more: Any) -> CustodyEvent:
    """Rough of ``origin`` comes from Dubai to Antwerp."""
    plain: dict[str, Any] = {"from_country": "AE", "to_country": "BE"}
    return build.imported(line or build.line(origins=(origin,)), at=day, under=None, **plain | more)


def asked(*events: CustodyEvent) -> list[Verdict]:
    """What the rule says."""
    return said(RULE, *events, now="2027-01-01")


@pytest.mark.parametrize(
    ("origin", "day", "breaches"),
    [
        ("CI", "2005-12-14", 0), ("CI", "2005-12-15", 1), ("CI", "2005-12-16", 1),
        ("CI", "2014-04-28", 1), ("CI", "2014-04-29", 0),
        ("LR", "2003-01-01", 1), ("LR", "2007-04-26", 1), ("LR", "2007-04-27", 0), ("SL", "2006-06-01", 0),
    ],
)  # fmt: skip
def test_rough_of_the_country_is_refused_until_the_day_the_embargo_ended(origin: str, day: str, breaches: int) -> None:
    assert len(asked(entering(day, origin))) == breaches


def test_it_is_refused_wherever_it_is_sent_from_and_to() -> None:
    assert len(asked(entering("2010-01-01", to_country="IN", from_country="IL"))) == 1
    assert len(asked(entering("2010-01-01", "GN", from_country="CI"))) == 1
    assert len(asked(entering("2010-01-01", line=build.line(origins=("GN", "CI"))))) == 1


def test_polished_and_lab_grown_stones_are_free_and_industrial_rough_is_not() -> None:
    assert asked(entering("2010-01-01", line=build.line(polished=True, origins=("CI",)))) == []
    assert asked(entering("2010-01-01", line=build.line(species=Species.LAB_GROWN, origins=("CI",)))) == []
    assert len(asked(entering("2010-01-01", line=build.line(hs_code="710221", origins=("CI",))))) == 1


def test_the_message_names_weight_lots_way_and_law_and_the_finding_blocks() -> None:
    verdict = only(RULE, entering("2010-01-01"))
    assert verdict.blocking
    assert verdict.got == "1.00 ct of rough (lots L1), origins CI, from AE to BE on 2010-01-01"
    assert verdict.expected == (
        "no rough of CI: embargo on rough diamonds of Cote d'Ivoire (UNSCR 1643; ended by 2153) [unsc1643 ci14b]"
    )


def test_what_is_from_memory_is_said_to_be() -> None:
    assert only(RULE, entering("2004-01-01", "LR")).expected.endswith("[lr01 unsc1753] (from memory)")


@pytest.mark.parametrize(("day", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(day: str, breaches: int) -> None:
    assert len(asked(entering(day, "LR"))) == breaches
