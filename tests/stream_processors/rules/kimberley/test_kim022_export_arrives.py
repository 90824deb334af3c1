"""KIM022: what was exported is imported in time."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, Evidence
from schemas.findings import Severity
from stream_processors.rules.kimberley.kim022_export_arrives import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said, with_party

EXPORT = build.exported(build.line(carats=3270), at="2024-03-06")


@pytest.mark.parametrize(
    ("now", "severity"),
    [
        ("2024-03-16", None),
        ("2024-03-16T00:01", Severity.NOTICE),
        ("2024-04-05", Severity.NOTICE),
        ("2024-04-05T00:01", Severity.BREACH),
        ("2026-01-01", Severity.BREACH),
    ],
)
def test_after_ten_days_a_notice_and_after_thirty_a_breach(now: str, severity: Severity | None) -> None:
    found = said(RULE, EXPORT, now=now)
    assert [verdict.severity for verdict in found] == ([] if severity is None else [severity])
    assert not any(verdict.blocking for verdict in found)


def test_the_message_gives_shipment_weight_parties_and_days() -> None:
    verdict = only(RULE, EXPORT, now="2024-03-20")
    assert verdict.got == "shipment SH1 of 3.27 ct from TRADER was not imported by BUYER after 10 days"
    assert verdict.expected == "an import within 10 days"


@pytest.mark.parametrize("arrival", [build.imported(at="2024-03-08"), build.confirmed(at="2024-03-10")])
def test_an_import_or_its_confirmation_settles_it(arrival: CustodyEvent) -> None:
    assert said(RULE, EXPORT, arrival, now="2025-01-01") == []


def test_an_import_that_came_late_stays_a_finding_with_the_days_it_took() -> None:
    late = build.imported(at="2024-03-31")
    verdict = only(RULE, EXPORT, late, now="2025-01-01")
    assert verdict.got == "shipment SH1 of 3.27 ct from TRADER reached BUYER only after 25 days"
    assert verdict.evidence == (EXPORT.event_id, late.event_id)


def test_an_import_of_another_shipment_or_before_the_export_is_judged_elsewhere() -> None:
    assert len(said(RULE, EXPORT, build.imported(at="2024-03-08", shipment_id="SH2"), now="2025-01-01")) == 1
    assert said(RULE, build.imported(at="2024-03-01"), EXPORT, now="2025-01-01") == []


def test_a_second_report_of_the_export_starts_no_second_count() -> None:
    again = build.exported(build.line(carats=3270), at="2024-03-07", emitter="BW-AUTHORITY")
    assert only(RULE, EXPORT, again, now="2025-01-01").event_id == EXPORT.event_id
    assert said(RULE, EXPORT, build.imported(at="2024-03-08"), again, now="2025-01-01") == []


def test_from_an_importer_that_is_not_connected_no_import_is_expected() -> None:
    assert said(RULE, EXPORT, now="2025-01-01", reference=with_party("BUYER", connected=False)) == []


def test_an_importer_with_grace_makes_the_finding_provisional_that_long() -> None:
    verdict = only(RULE, EXPORT, now="2024-03-18", reference=with_party("BUYER", grace_days=10))
    assert verdict.provisional_until == build.instant("2024-03-26")


def test_goods_that_the_border_refused_are_not_awaited() -> None:
    refused = build.cancelled(at="2024-03-15", evidence=(Evidence("technical certificate", "AE-T 7"),))
    assert said(RULE, EXPORT, refused, now="2025-01-01") == []


def test_a_shipment_without_a_certificate_is_not_awaited() -> None:
    assert said(RULE, build.exported(under=None), now="2025-01-01") == []
