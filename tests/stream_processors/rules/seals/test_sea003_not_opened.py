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


def there(at: str, **more: Any) -> CustodyEvent:
    """LAB weighs the lot in AE, where it is sent to."""
    return build.examined(at=at, place=Place(country="AE"), **more)


def seal_seen(at: str, inspector: str) -> CustodyEvent:
    """Somebody looks at the seal in AE."""
    return build.inspected(at=at, seal_id="S1", inspector=inspector, place=Place(country="AE"))


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
def test_where_it_may_have_arrived_nothing_is_said_before_its_import(country: str | None, breaches: int) -> None:
    assert len(said(RULE, EXPORT, weighed(place=Place(country=country)))) == breaches


def test_a_shipment_that_states_no_seal_may_be_opened() -> None:
    assert said(RULE, build.exported(), weighed()) == []


def test_an_export_that_was_declared_in_error_sealed_nothing() -> None:
    assert said(RULE, EXPORT, weighed(), build.declared_wrong(EXPORT)) == []


def test_who_opens_it_where_it_goes_on_a_day_before_its_import_is_told_at_the_import() -> None:
    early, later = there("2024-03-07T10:00"), there("2024-03-07T12:00")
    verdict = only(RULE, EXPORT, early, later, IMPORT, reference=registered_as("trader"))
    assert (verdict.event_id, verdict.severity, verdict.blocking) == (IMPORT.event_id, Severity.BREACH, True)
    assert verdict.got == "LAB examines it (WEIGHING) in AE on 2024-03-07, before its import"
    assert verdict.expected == "nobody but an authority opens shipment SH1, under seal S1"
    assert verdict.evidence == (IMPORT.event_id, EXPORT.event_id, early.event_id, later.event_id)


@pytest.mark.parametrize(
    ("at", "severity"),
    [
        ("2024-03-07T23:59", Severity.BREACH),
        ("2024-03-08T00:00", Severity.NOTICE),
        ("2024-03-08T09:44", Severity.NOTICE),
        ("2024-03-08T09:45", None),
        ("2024-03-08T10:01", None),
    ],
)
def test_on_the_day_of_the_import_a_person_looks_and_clocks_may_differ_by_a_quarter_of_an_hour(
    at: str, severity: Severity | None
) -> None:
    imported = build.imported(at="2024-03-08T10:00", seals=("S1",))
    found = said(RULE, EXPORT, there(at), imported, reference=registered_as("trader"))
    assert [verdict.severity for verdict in found] == ([severity] if severity else [])


def test_whom_the_register_does_not_know_a_person_looks_at_there_too() -> None:
    verdict = only(RULE, EXPORT, there("2024-03-07"), IMPORT)
    assert (verdict.severity, verdict.blocking) == (Severity.NOTICE, False)
    stranger, lab = there("2024-03-06T12:00", examiner="X"), there("2024-03-07")
    verdict = only(RULE, EXPORT, stranger, lab, IMPORT, reference=registered_as("trader"))
    assert (verdict.severity, verdict.got.split()[0]) == (Severity.BREACH, "LAB")


def test_once_an_authority_has_looked_others_may() -> None:
    trader = registered_as("trader")
    customs = there("2024-03-07T08:00", kind=ExaminationKind.CUSTOMS, examiner="X")
    opened = there("2024-03-07T10:00")
    assert said(RULE, EXPORT, customs, opened, IMPORT, reference=trader) == []
    before = there("2024-03-07T07:00")
    assert only(RULE, EXPORT, before, customs, opened, IMPORT, reference=trader).evidence[-1] == before.event_id
    office = registered_as("authority")
    assert (
        said(
            RULE,
            EXPORT,
            seal_seen("2024-03-07T08:00", "LAB"),
            there("2024-03-07T10:00", examiner="X"),
            IMPORT,
            reference=office,
        )
        == []
    )
    seal = seal_seen("2024-03-07T08:00", "LAB")
    assert only(RULE, EXPORT, seal, opened, IMPORT, reference=trader).evidence[-1] == opened.event_id
    assert said(RULE, EXPORT, seal, IMPORT, reference=trader) == []


@pytest.mark.parametrize(
    "events",
    [
        (build.exported(at="2024-03-06"), there("2024-03-07"), IMPORT),
        (EXPORT, there("2024-03-07"), build.imported(at="2024-03-08", shipment_id="SH2")),
        (EXPORT, there("2024-03-07")),
        (EXPORT, build.imported(at="2024-03-07", seals=("S1",)), there("2024-03-08"), build.imported(at="2024-03-09")),
        (
            EXPORT,
            build.received(at="2024-03-07", from_party="TRADER", to_party="BUYER", place=Place(country="AE")),
            there("2024-03-07T10:00"),
            IMPORT,
        ),
    ],
    ids=["no seal", "another shipment", "no import", "a second part", "received before"],
)
def test_there_nothing_is_said_where_nothing_shows_that_a_sealed_lot_had_not_arrived(
    events: tuple[CustodyEvent, ...],
) -> None:
    assert said(RULE, *events, reference=registered_as("trader")) == []
