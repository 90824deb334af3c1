"""CUS000: one event id stands for one content."""

from __future__ import annotations

from schemas.findings import Severity
from stream_processors.rules.custody.cus000_one_content import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

FIRST = build.registered(build.line(carats=1000), id="one id", recorded_at="2024-03-01")
SECOND = build.registered(build.line(carats=1200), id="one id", recorded_at="2024-03-02")


def test_an_event_that_is_sent_twice_is_no_conflict() -> None:
    assert said(RULE, FIRST, FIRST) == []


def test_a_second_content_under_one_id_is_a_breach_of_the_event() -> None:
    verdict = only(RULE, FIRST, SECOND)
    assert verdict.severity is Severity.BREACH
    assert verdict.event_id == FIRST.event_id


def test_the_content_that_was_recorded_first_counts_whatever_comes_first() -> None:
    assert only(RULE, FIRST, SECOND) == only(RULE, SECOND, FIRST)


def test_a_conflict_is_over_when_one_content_is_declared_in_error() -> None:
    assert said(RULE, FIRST, SECOND, build.declared_wrong(SECOND)) == []


def test_the_message_counts_the_contents_and_says_what_to_do() -> None:
    verdict = only(RULE, FIRST, SECOND)
    assert verdict.got.startswith("2 contents under one event id: ")
    assert "declare the wrong one in error" in verdict.expected


def test_three_contents_are_told_in_one_message() -> None:
    third = build.registered(build.line(carats=1300), id="one id", recorded_at="2024-03-03")
    assert only(RULE, FIRST, SECOND, third).got.startswith("3 contents")
