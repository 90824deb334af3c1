"""KIM021: a certificate is dated on the day of its issue."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.findings import Severity
from schemas.reference.model import Party
from stream_processors.rules.kimberley.kim021_dated_when_issued import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


@pytest.mark.parametrize(
    ("dated", "severity"),
    [
        ("2024-03-11", Severity.NOTICE),
        ("2024-03-10", None),
        ("2024-03-03", None),
        ("2024-03-02", Severity.NOTICE),
        ("2024-02-09", Severity.NOTICE),
        ("2024-02-08", Severity.BREACH),
    ],
)
def test_a_date_up_to_a_week_back_passes_and_one_more_than_thirty_days_back_is_a_breach(
    dated: str, severity: Severity | None
) -> None:
    found = said(RULE, build.issued(build.certificate(issued=dated), at="2024-03-10"))
    assert [verdict.severity for verdict in found] == ([] if severity is None else [severity])


def test_the_day_of_issue_is_the_one_of_the_place() -> None:
    late = build.issued(build.certificate(issued="2024-03-11"), at="2024-03-10T23:00", utc_offset_minutes=120)
    assert said(RULE, late) == []


def test_the_message_gives_date_and_days() -> None:
    verdict = only(RULE, build.issued(build.certificate(issued="2024-01-01"), at="2024-03-10"))
    assert verdict.got == "certificate BW12345 is dated 2024-01-01, 69 days before its issue"
    assert verdict.expected == "a date from 7 days before 2024-03-10 to that day"
    ahead = only(RULE, build.issued(build.certificate(issued="2024-03-12"), at="2024-03-10"))
    assert ahead.got.endswith("2 days after its issue")


@pytest.mark.parametrize(("recorded", "breaches"), [("2024-03-13", 0), ("2024-03-13T00:01", 1), ("2024-05-01", 1)])
def test_an_issue_that_is_written_down_more_than_a_week_after_the_export_is_a_notice(
    recorded: str, breaches: int
) -> None:
    export = build.exported(at="2024-03-06")
    found = said(RULE, build.issued(recorded_at=recorded), export)
    assert [verdict.event_id for verdict in found] == [export.event_id] * breaches
    assert all(verdict.severity is Severity.NOTICE for verdict in found)


def test_old_records_that_are_brought_in_together_are_not_late() -> None:
    together: dict[str, Any] = {"recorded_at": "2025-01-01"}
    assert said(RULE, build.issued(**together), build.exported(**together), now="2025-02-01") == []


def test_an_authority_with_grace_may_be_later_by_that() -> None:
    slow = Party("BW-AUTHORITY", "BW-AUTHORITY", "BW", "authority", True, 20, None, None, "test", "proposed")
    known = build.packaged_reference().with_parties([slow])
    late = build.issued(recorded_at="2024-04-01")
    assert said(RULE, late, build.exported(at="2024-03-06"), reference=known) == []
    assert len(said(RULE, late, build.exported(at="2024-03-06"))) == 1


def test_while_no_issue_is_known_nothing_is_said() -> None:
    assert said(RULE, build.exported()) == []
