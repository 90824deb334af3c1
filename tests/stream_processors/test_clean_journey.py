"""A lawful journey from the mine into a ring: at no step and in no order has any rule anything to say in the end."""

from __future__ import annotations

import random

import pytest

from schemas.events import ExaminationKind, Place, Process, RetirementReason
from tests import build

BW, BE, DE = Place(country="BW"), Place(country="BE"), Place(country="DE")

RUN_OF_MINE = build.line("RUN", 10_000, stones=40)
ROUGH = build.line("STONE", 3_240, stones=1)
REST = build.line("REST", 6_755, stones=39)
POLISHED = build.line("BRILLIANT", 970, stones=1, polished=True)
CERTIFICATE = build.certificate(lots=ROUGH, issued="2024-03-06", importer="DEALER", destination="BE")

JOURNEY = [
    build.registered(RUN_OF_MINE, at="2024-03-01"),
    build.transformed(RUN_OF_MINE, [ROUGH, REST], at="2024-03-02", operator="MINE", process=Process.SORT),
    build.sold(ROUGH, at="2024-03-03"),
    build.released(ROUGH, at="2024-03-03"),
    build.received(ROUGH, at="2024-03-04"),
    build.sealed(ROUGH, at="2024-03-05", custodian="TRADER"),
    build.issued(CERTIFICATE, at="2024-03-06"),
    build.released(ROUGH, at="2024-03-07T08:00", handover_id="H2", from_party="TRADER", to_party="DEALER"),
    build.exported(ROUGH, at="2024-03-07T10:00", under=CERTIFICATE, importer="DEALER", to_country="BE"),
    build.imported(
        ROUGH, at="2024-03-09T09:00", under=CERTIFICATE, importer="DEALER", to_country="BE", emitter="DEALER", place=BE
    ),
    build.inspected(ROUGH, at="2024-03-09T10:00", inspector="EU-ANTWERP", place=BE),
    build.examined(ROUGH, at="2024-03-09T11:00", kind=ExaminationKind.CUSTOMS, examiner="EU-ANTWERP", place=BE),
    build.received(
        ROUGH, at="2024-03-09T15:00", handover_id="H2", from_party="TRADER", to_party="DEALER", place=BE
    ),
    build.confirmed(CERTIFICATE, at="2024-03-12", authority="EU-ANTWERP", importer="DEALER", carats=3_240, place=BE),
    build.sold(ROUGH, at="2024-03-12", seller="TRADER", buyer="DEALER"),
    build.released(ROUGH, at="2024-03-20", handover_id="H3", from_party="DEALER", to_party="CUTTER", place=BE),
    build.received(ROUGH, at="2024-03-21", handover_id="H3", from_party="DEALER", to_party="CUTTER", place=DE),
    build.transformed(
        ROUGH, POLISHED, at="2024-05-02", operator="CUTTER", process=Process.CUT_AND_POLISH, place=DE
    ),
    build.examined(POLISHED, at="2024-06-01", kind=ExaminationKind.GRADING, place=DE),
    build.examined(
        POLISHED, at="2024-06-01", kind=ExaminationKind.SCREENING, screened_stones=1, lab_grown_stones=0, place=DE
    ),
    build.sold(POLISHED, at="2024-06-10", seller="DEALER", buyer="JEWELLER"),
    build.released(POLISHED, at="2024-06-11", handover_id="H4", from_party="CUTTER", to_party="JEWELLER", place=DE),
    build.received(
        POLISHED, at="2024-06-12", handover_id="H4", from_party="CUTTER", to_party="JEWELLER", place=Place(country="US")
    ),
    build.retired(POLISHED, at="2024-07-01", custodian="JEWELLER", reason=RetirementReason.SET_IN_JEWELLERY),
]  # fmt: skip


def test_a_clean_journey_has_no_finding() -> None:
    assert build.judge(*JOURNEY, now="2034-01-01") == []


@pytest.mark.parametrize("steps", range(1, len(JOURNEY)))
def test_a_clean_journey_has_no_finding_at_any_step(steps: int) -> None:
    assert build.judge(*JOURNEY[:steps], now=JOURNEY[steps - 1].occurred_at) == []


@pytest.mark.parametrize("seed", range(20))
def test_a_clean_journey_has_no_finding_in_the_end_whatever_order_it_is_told_in(seed: int) -> None:
    told = JOURNEY.copy()
    random.Random(seed).shuffle(told)
    assert build.judge(*told, now="2034-01-01") == []


@pytest.mark.parametrize("missing", [0, 1, 3, 4, 7, 12, 13, 15, 16, 17, 21, 22])
def test_a_journey_with_a_missing_step_is_not_clean(missing: int) -> None:
    assert build.judge(*JOURNEY[:missing], *JOURNEY[missing + 1 :], now="2034-01-01") != []
