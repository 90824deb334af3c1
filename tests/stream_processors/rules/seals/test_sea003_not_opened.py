"""SEA003: a sealed lot is not opened on its way."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, ExaminationKind, Place
from schemas.findings import Severity
from schemas.reference.model import Party, Reference
from stream_processors.rules.seals.sea003_not_opened import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

EXPORT = build.exported(at="2024-03-06", seals=("S1",))
IMPORT = build.imported(at="2024-03-08", seals=("S1",))


def registered_as(role: str) -> Reference:
    """The packaged reference data, and LAB in this role."""
    lab = Party("LAB", "LAB", "BW", role, True, 0, None, None, "test", "proposed")
    return build.packaged_reference().with_parties([lab])


def weighed(at: str = "2024-03-07", **more: Any) -> CustodyEvent:
    """LAB weighs the lot in BW."""
    return build.examined(at=at, **more)


def test_an_examination_by_anybody_but_an_authority_is_a_breach_that_blocks() -> None:
    event = weighed()
    verdict = only(RULE, EXPORT, event, reference=registered_as("lab"))
    assert (verdict.severity, verdict.blocking) == (Severity.BREACH, True)
    assert verdict.got == "LAB examines it (WEIGHING) on its way to AE, in BW"
    assert verdict.expected == "nobody but an authority opens shipment SH1, under seal S1"
    assert verdict.evidence == (event.event_id, EXPORT.event_id)


def test_an_examiner_that_the_register_does_not_know_is_for_a_person_to_look_at() -> None:
    verdict = only(RULE, EXPORT, weighed())
    assert (verdict.severity, verdict.blocking) == (Severity.NOTICE, False)


def test_an_authority_may_open_it() -> None:
    assert said(RULE, EXPORT, weighed(), reference=registered_as("authority")) == []
    customs = weighed(kind=ExaminationKind.CUSTOMS)
    assert said(RULE, EXPORT, customs, reference=registered_as("lab")) == []


def test_a_lot_that_is_transformed_on_its_way_was_opened() -> None:
    split = build.transformed("L1", ["L2"], at="2024-03-07")
    verdict = only(RULE, EXPORT, split)
    assert verdict.severity is Severity.BREACH
    assert verdict.got == "TRADER transforms it (SPLIT) on its way to AE, in BW"


@pytest.mark.parametrize(
    ("at", "breaches"),
    [("2024-03-05T23:59", 0), ("2024-03-06T00:01", 1), ("2024-03-07T23:59", 1), ("2024-03-08T00:01", 0)],
)
def test_the_way_is_from_the_export_to_the_import(at: str, breaches: int) -> None:
    assert len(said(RULE, EXPORT, IMPORT, weighed(at))) == breaches


def test_a_receipt_ends_the_way_too() -> None:
    there, elsewhere = Place(country="AE"), Place(country="BE")
    arrived = build.received(at="2024-03-07", from_party="TRADER", to_party="BUYER", place=there)
    assert said(RULE, EXPORT, arrived, weighed("2024-03-07T01:00")) == []
    taken_over = build.received(at="2024-03-07", from_party="TRADER", to_party="CARRIER", place=elsewhere)
    assert len(said(RULE, EXPORT, taken_over, weighed("2024-03-07T01:00"))) == 1


@pytest.mark.parametrize(("country", "breaches"), [("AE", 0), (None, 0), ("IN", 1)])
def test_where_it_may_have_arrived_nothing_is_said(country: str | None, breaches: int) -> None:
    assert len(said(RULE, EXPORT, weighed(place=Place(country=country)))) == breaches


def test_a_shipment_that_states_no_seal_may_be_opened() -> None:
    assert said(RULE, build.exported(), weighed()) == []


def test_an_export_that_was_declared_in_error_sealed_nothing() -> None:
    assert said(RULE, EXPORT, weighed(), build.declared_wrong(EXPORT)) == []
