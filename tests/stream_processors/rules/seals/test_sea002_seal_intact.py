"""SEA002: a seal is intact."""

from __future__ import annotations

import pytest

from schemas.findings import Severity
from stream_processors.rules.seals.sea002_seal_intact import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

EXPORT = build.exported(at="2024-03-06", seals=("S1",))


def test_an_intact_seal_passes_anywhere() -> None:
    assert said(RULE, EXPORT, build.inspected(at="2024-03-07")) == []
    assert said(RULE, build.sealed(), build.inspected()) == []


def test_a_broken_seal_on_the_way_is_a_breach_that_blocks() -> None:
    found = build.inspected(at="2024-03-07", intact=False, inspector="AE-AUTHORITY")
    verdict = only(RULE, EXPORT, found)
    assert (verdict.severity, verdict.blocking) == (Severity.BREACH, True)
    assert verdict.got == "AE-AUTHORITY found seal S1 broken on the way, in shipment SH1"
    assert verdict.expected == "an intact seal until the goods are received"
    assert verdict.evidence == (found.event_id, EXPORT.event_id)


@pytest.mark.parametrize(
    ("at", "severity"),
    [
        ("2024-03-05T23:59", Severity.NOTICE),
        ("2024-03-06T00:01", Severity.BREACH),
        ("2024-03-09T11:59", Severity.BREACH),
        ("2024-03-09T12:01", Severity.NOTICE),
    ],
)
def test_the_way_is_from_the_export_to_the_receipt(at: str, severity: Severity) -> None:
    receipt = build.received(at="2024-03-09T12:00", from_party="TRADER", to_party="BUYER")
    arrival = build.imported(at="2024-03-08", seals=("S1",))
    assert only(RULE, EXPORT, arrival, receipt, build.inspected(at=at, intact=False)).severity is severity


def test_a_broken_seal_elsewhere_is_for_a_person_to_look_at() -> None:
    verdict = only(RULE, build.sealed(), build.inspected(intact=False))
    assert (verdict.severity, verdict.blocking) == (Severity.NOTICE, False)
    assert verdict.got == "TRADER found seal S1 broken"
    assert verdict.expected == "an intact seal, or its holder's word on who opened it"


def test_every_lot_under_the_seal_is_told_of() -> None:
    assert len(said(RULE, build.inspected(["L1", "L2"], intact=False))) == 2


def test_an_inspection_that_was_declared_in_error_found_nothing() -> None:
    found = build.inspected(intact=False)
    assert said(RULE, found, build.declared_wrong(found)) == []
