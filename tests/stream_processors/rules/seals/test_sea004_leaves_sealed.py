"""SEA004: rough leaves in a sealed container."""

from __future__ import annotations

import pytest

from schemas.events import LotLine, Species
from stream_processors.rules.seals.sea004_leaves_sealed import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


@pytest.mark.parametrize(
    ("country", "to", "breaches"),
    [
        ("BE", "AE", 1),
        ("GL", "AE", 1),
        ("CA", "BE", 1),
        ("CH", "BE", 1),
        ("LI", "BE", 1),
        ("BE", "DE", 0),
        ("BW", "AE", 0),
    ],
)
def test_the_law_of_the_union_canada_and_switzerland_asks_for_a_seal_at_the_border(
    country: str, to: str, breaches: int
) -> None:
    assert len(said(RULE, build.exported(from_country=country, to_country=to))) == breaches
    assert said(RULE, build.exported(from_country=country, to_country=to, seals=("S1",))) == []


@pytest.mark.parametrize(
    "line",
    [
        build.line(polished=True),
        build.line(species=Species.LAB_GROWN, hs_code="710421"),
    ],
)
def test_only_rough_needs_one(line: LotLine) -> None:
    assert said(RULE, build.exported(line, from_country="BE")) == []


def test_the_message_gives_weight_country_and_shipment() -> None:
    verdict = only(RULE, build.exported(build.line(carats=3270), from_country="BE"))
    assert verdict.got == "3.27 ct of rough leave BE without a seal, in shipment SH1"
    assert verdict.expected == "a container that was sealed before the export"
    assert not verdict.blocking


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    assert len(said(RULE, build.exported(at=at, from_country="BE"))) == breaches
