"""KIM010: the receipt of a shipment is confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Evidence, Place
from schemas.findings import Severity
from stream_processors.rules.kimberley.kim010_import_confirmed import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said, with_party

EXPORT = build.exported(build.line(carats=3270), at="2024-03-06")


@pytest.mark.parametrize("now", ["2024-03-06", "2024-03-20", "2024-03-21"])
def test_up_to_fifteen_days_a_confirmation_is_not_missed(now: str) -> None:
    assert said(RULE, EXPORT, now=now) == []


@pytest.mark.parametrize(
    ("now", "severity", "blocking", "dated"),
    [
        ("2024-03-21T00:01", Severity.NOTICE, False, "2024-03-21"),
        ("2024-04-05", Severity.NOTICE, False, "2024-03-21"),
        ("2024-04-05T00:01", Severity.BREACH, False, "2024-04-05"),
        ("2024-05-05", Severity.BREACH, False, "2024-04-05"),
        ("2024-05-05T00:01", Severity.BREACH, True, "2024-05-05"),
        ("2026-01-01", Severity.BREACH, True, "2024-05-05"),
    ],
)
def test_after_fifteen_days_a_notice_after_thirty_a_breach_and_after_sixty_a_block(
    now: str, severity: Severity, blocking: bool, dated: str
) -> None:
    verdict = only(RULE, EXPORT, now=now)
    assert (verdict.severity, verdict.blocking) == (severity, blocking)
    assert verdict.dated_at == build.instant(dated)


def test_the_message_gives_shipment_weight_parties_and_days() -> None:
    verdict = only(RULE, EXPORT, now="2024-04-10")
    assert verdict.got == "shipment SH1 of 3.27 ct from TRADER to BUYER has no confirmation of receipt after 30 days"
    assert verdict.expected == "a confirmation by the importing authority within 15 days"
    assert verdict.evidence == (EXPORT.event_id,)


def test_after_sixty_days_the_message_says_phantom_export() -> None:
    verdict = only(RULE, EXPORT, now="2024-06-10")
    assert verdict.got.endswith("no confirmation of receipt after 60 days and is treated as a phantom export")
    assert verdict == only(RULE, EXPORT, now="2026-06-10")


@pytest.mark.parametrize("at", ["2024-03-07", "2024-03-21"])
def test_a_confirmation_in_time_settles_it(at: str) -> None:
    assert said(RULE, EXPORT, build.confirmed(at=at), now="2025-01-01") == []


def test_a_confirmation_that_came_late_stays_a_finding_with_the_days_it_took() -> None:
    late = build.confirmed(at="2024-05-15")
    verdict = only(RULE, EXPORT, late, now="2025-01-01")
    assert verdict.got == "shipment SH1 of 3.27 ct from TRADER to BUYER was confirmed only after 70 days"
    assert verdict.evidence == (EXPORT.event_id, late.event_id)
    assert verdict.provisional_until is None


def test_an_import_alone_is_no_confirmation_and_starts_no_second_count() -> None:
    arrival = build.imported(at="2024-03-08")
    assert only(RULE, EXPORT, arrival, now="2024-04-01").event_id == EXPORT.event_id
    assert only(RULE, arrival, now="2024-04-01").event_id == arrival.event_id


def test_a_confirmation_of_another_shipment_does_not_settle_it() -> None:
    assert len(said(RULE, EXPORT, build.confirmed(shipment_id="SH2"), now="2024-04-01")) == 1


def test_an_importer_with_grace_makes_the_finding_provisional_that_long() -> None:
    verdict = only(RULE, EXPORT, now="2024-03-25", reference=with_party("BUYER", grace_days=10))
    assert verdict.provisional_until == build.instant("2024-03-31")


def test_a_confirmation_is_due_also_where_the_importer_is_not_connected() -> None:
    assert len(said(RULE, EXPORT, now="2024-04-01", reference=with_party("BUYER", connected=False))) == 1


def test_a_shipment_without_a_certificate_awaits_no_confirmation() -> None:
    assert said(RULE, build.exported(under=None), now="2025-01-01") == []


BACK: dict[str, Any] = {"from_country": "AE", "to_country": "BW", "place": Place(country="BW")}
PAPERS = (Evidence("Technical Certificate", "AE-T 7"),)


@pytest.mark.parametrize(
    "refused",
    [
        build.imported(build.line(carats=3270), at="2024-03-15", evidence=PAPERS, **BACK),
        build.exported(build.line(carats=3270), at="2024-03-15", evidence=PAPERS, **BACK),
        build.cancelled(at="2024-03-15", evidence=PAPERS),
        build.imported(build.line(carats=3270), at="2024-05-15", evidence=PAPERS, **BACK),
    ],
)
def test_goods_that_the_border_refused_and_sent_back_are_no_phantom_export(refused: CustodyEvent) -> None:
    assert said(RULE, EXPORT, refused, now="2025-01-01") == []


@pytest.mark.parametrize(
    "other",
    [
        build.imported(build.line(carats=3270), at="2024-03-15", evidence=PAPERS),
        build.imported(build.line(carats=3270), at="2024-03-15", evidence=PAPERS, **BACK | {"to_country": "NA"}),
        build.imported(build.line(carats=3270), at="2024-03-15", evidence=PAPERS, shipment_id="SH9", **BACK),
        build.imported(build.line(carats=3270), at="2024-03-15", **BACK),
        build.cancelled(at="2024-03-15"),
    ],
)
def test_without_the_technical_certificate_or_to_another_country_it_stays_one(other: CustodyEvent) -> None:
    assert EXPORT.event_id in [verdict.event_id for verdict in said(RULE, EXPORT, other, now="2025-01-01")]


@pytest.mark.parametrize(
    ("now", "severity"),
    [
        ("2024-04-04", None),
        ("2024-04-04T00:01", Severity.NOTICE),
        ("2024-04-19", Severity.NOTICE),
        ("2024-04-19T00:01", Severity.BREACH),
    ],
)
def test_the_days_count_from_the_arrival_as_soon_as_it_is_known(now: str, severity: Severity | None) -> None:
    arrival = build.imported(build.line(carats=3270), at="2024-03-20")
    again = build.imported(build.line(carats=3270), at="2024-03-22", emitter="AE-AUTHORITY")
    found = said(RULE, EXPORT, arrival, again, now=now)
    assert [verdict.severity for verdict in found] == ([] if severity is None else [severity])
    assert all(verdict.event_id == EXPORT.event_id for verdict in found)


def test_a_confirmation_within_fifteen_days_of_a_late_arrival_is_in_time() -> None:
    arrival = build.imported(build.line(carats=3270), at="2024-04-20")
    assert len(said(RULE, EXPORT, now="2024-04-19")) == 1
    assert said(RULE, EXPORT, arrival, build.confirmed(at="2024-05-04"), now="2025-01-01") == []
    assert len(said(RULE, EXPORT, arrival, build.confirmed(at="2024-05-06"), now="2025-01-01")) == 1
