"""SEA001: a lot arrives under the seal it was exported under."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Place
from stream_processors.rules.seals.sea001_same_seal import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def leaving(*seals: str, at: str = "2024-03-06", shipment: str = "SH1") -> CustodyEvent:
    """An export under these seals."""
    return build.exported(at=at, seals=seals, shipment_id=shipment)


def entering(*seals: str, at: str = "2024-03-08", shipment: str = "SH1") -> CustodyEvent:
    """An import under these seals."""
    return build.imported(at=at, seals=seals, shipment_id=shipment)


EXPORT = leaving("S1", "S2")


@pytest.mark.parametrize("seals", [("S1", "S2"), ("S2",), ("s-1", "S 2")])
def test_the_seals_of_the_export_or_some_of_them_pass(seals: tuple[str, ...]) -> None:
    assert said(RULE, EXPORT, entering(*seals)) == []


def test_another_seal_is_a_breach_that_blocks_and_names_both() -> None:
    event = entering("S1", "S3")
    verdict = only(RULE, EXPORT, event)
    assert verdict.blocking
    assert verdict.got == "shipment SH1 is imported under seal S3"
    assert verdict.expected == "a seal put on at export or since: S1, S2"
    assert verdict.evidence == (event.event_id, EXPORT.event_id)


def test_every_lot_of_the_shipment_is_told_of() -> None:
    both = ["L1", "L2"]
    assert len(said(RULE, build.exported(both, seals=("S1",)), build.imported(both, seals=("S2",)))) == 2


def test_where_a_side_states_no_seal_nothing_is_compared() -> None:
    assert said(RULE, EXPORT, entering()) == []
    assert said(RULE, leaving(), entering("S3")) == []
    assert said(RULE, leaving(), build.sealed(at="2024-03-07", seal_id="S4"), entering("S3")) == []
    assert said(RULE, entering("S3")) == []


@pytest.mark.parametrize(("at", "breaches"), [("2024-03-07", 0), ("2024-03-05", 1), ("2024-03-09", 1)])
def test_a_seal_put_on_between_export_and_import_is_one_of_them(at: str, breaches: int) -> None:
    """Before the export it would stand in the export; after the import it comes too late."""
    resealed = build.sealed(at=at, custodian="TRANSIT-AUTHORITY", seal_id="S3")
    assert len(said(RULE, EXPORT, resealed, entering("S3"))) == breaches


def test_a_second_report_of_the_import_is_compared_too() -> None:
    assert len(said(RULE, EXPORT, entering("S1"), entering("S3", at="2024-03-09"))) == 1


def test_the_receipt_opens_the_container() -> None:
    there: dict[str, Any] = {"from_party": "TRADER", "to_party": "BUYER", "place": Place(country="AE")}
    receipt = build.received(at="2024-03-09", **there)
    assert said(RULE, EXPORT, receipt, entering("S3", at="2024-03-10")) == []


def test_a_carrier_that_takes_over_in_a_third_country_opens_nothing() -> None:
    on_the_way: dict[str, Any] = {"from_party": "TRADER", "to_party": "CARRIER", "place": Place(country="BE")}
    receipt = build.received(at="2024-03-07", **on_the_way)
    assert len(said(RULE, EXPORT, receipt, entering("S3", at="2024-03-10"))) == 1


def test_seals_of_another_shipment_are_not_compared() -> None:
    assert said(RULE, EXPORT, entering("S3", shipment="SH2")) == []
    onward = leaving("S5", at="2024-03-20", shipment="SH2")
    assert said(RULE, EXPORT, entering("S1"), onward, entering("S5", at="2024-03-22", shipment="SH2")) == []
    assert len(said(RULE, EXPORT, entering("S1"), onward, entering("S1", at="2024-03-22", shipment="SH2"))) == 1


def test_an_export_that_arrives_late_or_is_declared_in_error_counts_as_it_should() -> None:
    assert len(said(RULE, entering("S3"), EXPORT)) == 1
    assert said(RULE, entering("S3"), EXPORT, build.declared_wrong(EXPORT)) == []


def test_a_lot_whose_birth_is_told_of_after_its_export_keeps_its_seals() -> None:
    assert len(said(RULE, EXPORT, build.registered(at="2024-03-07"), entering("S3"))) == 1
