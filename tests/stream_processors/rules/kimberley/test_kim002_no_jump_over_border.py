"""KIM002: a rough lot crosses a border only in a shipment."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import Place, Species
from schemas.findings import Severity
from schemas.reference.model import Party
from stream_processors.rules.kimberley.kim002_no_jump_over_border import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import only, said, with_party

AE = Place(country="AE")
START = build.registered()
RELEASE = build.released()
ARRIVED = build.received(at="2024-03-09", place=AE)


def test_a_handover_within_a_country_crosses_no_border() -> None:
    assert said(RULE, START, RELEASE, build.received()) == []


def test_an_import_explains_the_new_country() -> None:
    assert said(RULE, START, RELEASE, build.imported(), ARRIVED) == []


def test_an_export_to_the_new_country_explains_it_even_if_its_import_is_not_known() -> None:
    assert said(RULE, START, RELEASE, build.exported(), ARRIVED) == []


def test_a_lot_that_turns_up_abroad_without_a_shipment_is_a_breach() -> None:
    verdict = only(RULE, START, RELEASE, ARRIVED, reference=with_party("MINE", grace_days=5))
    assert verdict.got == "it turns up in AE, and was in BW before"
    assert verdict.expected == "an export from BW to AE, or an import into AE, in between"
    assert verdict.evidence == (ARRIVED.event_id, START.event_id)
    assert verdict.provisional_until == build.instant("2024-03-14")
    assert not verdict.blocking


def test_an_export_to_a_third_country_does_not_explain_it() -> None:
    verdict = only(RULE, START, RELEASE, build.exported(to_country="IN"), ARRIVED)
    assert verdict.got == "it turns up in AE, and was in BW before, exported to IN"


def test_the_evidence_is_what_saw_the_lot_where_it_was_and_its_export() -> None:
    entry, onwards = build.imported(), build.exported(at="2024-03-09", from_country="AE", to_country="IN", place=AE)
    home = build.received(at="2024-03-10")
    verdict = only(RULE, START, RELEASE, entry, onwards, home)
    assert verdict.got == "it turns up in BW, and was in AE before, exported to IN"
    assert verdict.evidence == (home.event_id, entry.event_id, onwards.event_id)


def test_an_export_explains_one_arrival_and_not_a_later_one() -> None:
    back = build.released(at="2024-03-10", from_party="TRADER", to_party="MINE", handover_id="H2", place=AE)
    home = build.received(at="2024-03-11", from_party="TRADER", to_party="MINE", handover_id="H2")
    again = build.released(at="2024-03-12", handover_id="H3")
    abroad = build.received(at="2024-03-13", handover_id="H3", place=AE)
    found = said(RULE, START, RELEASE, build.exported(), ARRIVED, back, home, again, abroad)
    assert {verdict.event_id for verdict in found} == {home.event_id, abroad.event_id}


def test_an_export_explains_nothing_more_once_its_lot_was_released_where_it_went() -> None:
    onwards = build.released(at="2024-03-09", from_party="TRADER", to_party="BUYER", handover_id="H2", place=AE)
    home = build.received(at="2024-03-10", from_party="TRADER", to_party="BUYER", handover_id="H2")
    abroad = build.released(at="2024-03-11", from_party="BUYER", to_party="X", handover_id="H3", place=AE)
    found = said(RULE, START, build.exported(), onwards, home, abroad)
    assert {verdict.event_id for verdict in found} == {home.event_id, abroad.event_id}


def test_a_lot_that_is_released_or_cut_abroad_is_a_breach_too() -> None:
    gone = build.released(place=AE)
    assert only(RULE, START, gone).event_id == gone.event_id
    cut = build.transformed("L1", "L2", place=AE)
    assert only(RULE, START, cut).event_id == cut.event_id


def test_an_export_from_another_country_than_the_lot_was_in_is_a_breach() -> None:
    start = build.registered(place=Place(country="VE"))
    export = build.exported(from_country="BR", place=Place(country="BR"))
    verdict = only(RULE, start, export, ARRIVED)
    assert verdict.got == "it turns up in BR, and was in VE before"
    assert verdict.evidence == (export.event_id, start.event_id)


def test_an_export_onwards_from_the_country_it_was_exported_to_is_none() -> None:
    onwards = build.exported(at="2024-03-09", from_country="AE", to_country="IN", shipment_id="SH2", place=AE)
    assert said(RULE, START, build.exported(), onwards) == []


@pytest.mark.parametrize(("place", "breaches"), [("BE", 0), ("DE", 0), ("FR", 0), ("GB", 1), ("BW", 1)])
def test_the_european_union_is_one_territory(place: str, breaches: int) -> None:
    start = build.registered(place=Place(country="BE"))
    release = build.released(place=Place(country="BE"))
    assert len(said(RULE, start, release, build.received(place=Place(country=place)))) == breaches


def test_an_export_to_one_country_of_the_union_explains_an_arrival_in_another() -> None:
    arrived = build.received(at="2024-03-09", place=Place(country="DE"))
    assert said(RULE, START, RELEASE, build.exported(to_country="BE"), arrived) == []


def test_polished_crosses_freely() -> None:
    line = build.line(polished=True)
    assert said(RULE, build.registered(line), build.released(line), build.received(line, place=AE)) == []


@pytest.mark.parametrize(("species", "breaches"), [(Species.LAB_GROWN, 0), (Species.UNKNOWN, 1)])
def test_lab_grown_rough_is_outside_the_scheme_and_crosses_freely(species: Species, breaches: int) -> None:
    line = build.line(species=species)
    found = said(RULE, build.registered(line), build.released(line), build.received(line, place=AE))
    assert len(found) == breaches


def test_where_a_country_is_not_known_the_rule_is_silent() -> None:
    assert said(RULE, START, RELEASE, build.received(place=Place())) == []
    assert said(RULE, build.registered(place=Place()), build.released(place=Place()), ARRIVED) == []


@pytest.mark.parametrize(("day", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(day: str, breaches: int) -> None:
    start = build.registered(at="2002-12-01")
    assert len(said(RULE, start, build.released(at=day, place=AE), now=day)) == breaches


IN_TRANSIT: dict[str, Any] = {
    "from_party": "TRADER", "to_party": "THIRD", "handover_id": "H2", "place": Place(country="ZA")
}  # fmt: skip
"""A third party takes the lot over in ZA."""


def in_transit(role: str | None) -> list[Verdict]:
    """A lot on its way from BW to AE, received in ZA by a party of this role."""
    reference = build.packaged_reference()
    if role is not None:
        party = Party("THIRD", "THIRD", "ZA", role, True, 0, None, None, "test", "proposed")
        reference = reference.with_parties([party])
    scan = build.received(at="2024-03-07", **IN_TRANSIT)
    return said(RULE, build.registered(), build.exported(), scan, reference=reference)


def test_a_carrier_may_have_exported_goods_in_any_country_on_their_way() -> None:
    assert in_transit("carrier") == []
    assert in_transit("vault") == []


def test_exported_goods_with_another_party_in_a_third_country_are_a_breach_and_with_an_unknown_one_a_notice() -> None:
    assert [v.severity for v in in_transit("trader")] == [Severity.BREACH]
    assert [v.severity for v in in_transit(None)] == [Severity.NOTICE]


def test_after_a_scan_on_the_way_the_goods_may_arrive_where_they_were_exported_to() -> None:
    carrier = Party("THIRD", "THIRD", "ZA", "carrier", True, 0, None, None, "test", "proposed")
    reference = build.packaged_reference().with_parties([carrier])
    on: dict[str, Any] = {"from_party": "THIRD", "to_party": "BUYER", "handover_id": "H3"}
    events = [
        build.registered(),
        build.exported(),
        build.received(at="2024-03-07", **IN_TRANSIT),
        build.released(at="2024-03-08", place=Place(country="ZA"), **on),
        build.received(at="2024-03-09", place=Place(country="AE"), **on),
    ]
    assert said(RULE, *events, reference=reference) == []


def test_goods_that_were_never_exported_are_no_goods_on_their_way() -> None:
    assert only(RULE, build.registered(), build.received(at="2024-03-07", **IN_TRANSIT)).severity is Severity.BREACH
