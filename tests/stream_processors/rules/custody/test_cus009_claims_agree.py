"""CUS009: what an event claims of a lot agrees with the lot."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, ExaminationKind, Form, LotLine, RetirementReason, Species
from stream_processors.rules.custody.cus009_claims_agree import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said, with_party


def lot(**facts: Any) -> LotLine:
    """Lot L1 of 3.27 ct and 4 stones, with other facts where they are named."""
    return build.line(**{"carats": 3270, "stones": 4} | facts)


START = build.registered(lot(), custodian="TRADER")


def claims(line: LotLine) -> dict[str, CustodyEvent]:
    """The same claim in every kind of event that makes one and does not hand the lot over."""
    return {
        "sale": build.sold(line),
        "transformation": build.transformed(line, build.line("L2", line.carats)),
        "export": build.exported(line),
        "import": build.imported(line),
        "retirement": build.retired(line),
        "weighing": build.examined(line),
        "customs": build.examined(line, kind=ExaminationKind.CUSTOMS),
        "grading": build.examined(line, kind=ExaminationKind.GRADING),
    }


KINDS = list(claims(lot()))


@pytest.mark.parametrize("kind", KINDS)
def test_a_claim_that_repeats_the_record_passes(kind: str) -> None:
    assert said(RULE, START, claims(lot())[kind]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_weights_differ_by_two_hundredths_of_a_carat_at_most(kind: str) -> None:
    assert said(RULE, START, claims(lot(carats=3290))[kind]) == []
    verdict = only(RULE, START, claims(lot(carats=3291))[kind])
    assert (verdict.got, verdict.expected) == ("3.291 ct", "3.27 ct")
    assert START.event_id in verdict.evidence


@pytest.mark.parametrize("kind", KINDS)
def test_stones_are_counted_exactly_where_both_counts_are_known(kind: str) -> None:
    assert said(RULE, START, claims(lot(stones=None))[kind]) == []
    verdict = only(RULE, START, claims(lot(stones=5))[kind])
    assert (verdict.got, verdict.expected) == ("5 stones", "4 stones")


@pytest.mark.parametrize("kind", KINDS)
def test_rough_is_not_polished(kind: str) -> None:
    verdict = only(RULE, START, claims(lot(form=Form.POLISHED))[kind])
    assert (verdict.got, verdict.expected) == ("POLISHED", "ROUGH")


@pytest.mark.parametrize("kind", KINDS)
def test_origins_are_compared_as_sets(kind: str) -> None:
    start = build.registered(lot(origins=("BW", "ZA")), custodian="TRADER")
    assert said(RULE, start, claims(lot(origins=("ZA", "BW")))[kind]) == []
    verdict = only(RULE, start, claims(lot(origins=("BW",)))[kind])
    assert (verdict.got, verdict.expected) == ("origins BW", "origins BW, ZA")


@pytest.mark.parametrize("kind", ["sale", "export", "import", "retirement"])
def test_natural_is_not_lab_grown_and_what_is_unknown_or_empty_claims_nothing(kind: str) -> None:
    verdict = only(RULE, START, claims(lot(species=Species.LAB_GROWN))[kind])
    assert (verdict.got, verdict.expected) == ("species LAB_GROWN", "species NATURAL")
    assert said(RULE, START, claims(lot(species=Species.UNKNOWN, origins=()))[kind]) == []


def test_an_input_claims_species_and_origins_exactly_since_its_output_is_judged_by_them() -> None:
    verdict = only(RULE, START, claims(lot(species=Species.UNKNOWN, origins=()))["transformation"])
    assert verdict.got == "origins none; species UNKNOWN"
    assert verdict.expected == "origins BW; species NATURAL"


def test_a_screening_or_valuation_does_not_count_the_lot_and_species_found_is_left_to_another_rule() -> None:
    for kind in (ExaminationKind.SCREENING, ExaminationKind.VALUATION):
        assert said(RULE, START, build.examined(lot(carats=1000, stones=1), kind=kind)) == []
    assert said(RULE, START, build.examined(lot(species=Species.LAB_GROWN))) == []


def test_an_examination_may_find_an_origin_that_the_record_does_not_know() -> None:
    start = build.registered(lot(origins=()), custodian="TRADER")
    assert said(RULE, start, build.examined(lot(origins=("BW",)))) == []
    assert only(RULE, start, build.sold(lot(origins=("BW",)))).expected == "origins none"


def test_a_handover_claims_stones_form_origins_and_species_but_its_weight_is_left_to_another_rule() -> None:
    release = build.released(lot(carats=9000), from_party="TRADER", to_party="BUYER")
    receipt = build.received(lot(carats=9000), from_party="TRADER", to_party="BUYER")
    assert said(RULE, START, release, receipt) == []
    wrong = lot(stones=5, origins=("ZA",), species=Species.LAB_GROWN, form=Form.POLISHED)
    expected = "5 stones; POLISHED; origins ZA; species LAB_GROWN"
    assert only(RULE, START, build.released(wrong, from_party="TRADER", to_party="BUYER")).got == expected
    assert only(RULE, START, release, build.received(wrong, from_party="TRADER", to_party="BUYER")).got == expected


def test_the_operator_of_a_transformation_holds_the_lot() -> None:
    cut = build.transformed(lot(), build.line("L2", 3270), operator="CUTTER")
    verdict = only(RULE, START, cut, reference=with_party("CUTTER", grace_days=2))
    assert (verdict.got, verdict.expected) == ("in the hands of CUTTER", "held by TRADER")
    assert verdict.provisional_until == build.instant("2024-03-07")


def test_a_lot_on_its_way_is_in_no_hands_until_its_receipt_is_known() -> None:
    release = build.released(lot(), from_party="TRADER", to_party="CUTTER")
    receipt = build.received(lot(), from_party="TRADER", to_party="CUTTER")
    cut = build.transformed(lot(), build.line("L2", 3270), operator="CUTTER")
    expected = "on its way from TRADER to CUTTER under handover H1"
    assert only(RULE, START, release, cut).expected == expected
    assert said(RULE, START, release, cut, receipt) == []
    assert said(RULE, START, release, cut, reference=with_party("CUTTER", connected=False)) == []


def test_a_lot_is_retired_in_the_hands_of_its_holder_or_on_its_way() -> None:
    verdict = only(RULE, START, build.retired(lot(), custodian="SHOP"))
    assert (verdict.got, verdict.expected) == ("in the hands of SHOP", "held by TRADER")
    release = build.released(lot(), from_party="TRADER", to_party="BUYER")
    lost = build.retired(lot(), custodian="CARRIER", reason=RetirementReason.LOST)
    assert said(RULE, START, release, lost) == []


def test_several_differences_are_told_in_one_message_that_names_the_events() -> None:
    cut = build.transformed(lot(carats=4000, stones=5), build.line("L2", 4000), operator="CUTTER")
    verdict = only(RULE, START, cut)
    assert verdict.got == "4.00 ct; 5 stones; in the hands of CUTTER"
    assert verdict.expected == "3.27 ct; 4 stones; held by TRADER"
    assert verdict.evidence == (cut.event_id, START.event_id)


def test_lots_that_are_unborn_or_ended_are_left_to_other_rules() -> None:
    assert said(RULE, build.sold(lot(carats=9000))) == []
    assert said(RULE, START, build.retired(lot(), at="2024-03-02"), build.sold(lot(carats=9000), at="2024-03-03")) == []
