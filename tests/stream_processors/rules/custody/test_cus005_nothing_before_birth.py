"""CUS005: nothing happens to a lot before its birth."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from stream_processors.rules.custody.cus005_nothing_before_birth import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said, with_party

EVENTS = [
    build.released(),
    build.received(),
    build.sold(),
    build.transformed("L1", "L2"),
    build.sealed(),
    build.inspected(),
    build.examined(),
    build.exported(),
    build.imported(),
    build.retired(),
]
NAMES = [type(event.body).__name__ for event in EVENTS]


@pytest.mark.parametrize("event", EVENTS, ids=NAMES)
def test_after_its_registration_anything_may_happen_to_a_lot(event: CustodyEvent) -> None:
    assert said(RULE, build.registered(), event) == []


@pytest.mark.parametrize("event", EVENTS, ids=NAMES)
def test_without_a_birth_every_event_of_a_lot_is_a_breach(event: CustodyEvent) -> None:
    verdict = only(RULE, event)
    assert verdict.got == f"{type(event.body).__name__} of a lot whose beginning is not in the record"
    assert verdict.expected.startswith("a registration, or a transformation")
    assert verdict.evidence == (event.event_id,)


def test_a_registration_that_arrives_late_cures_it_but_one_that_happened_later_does_not() -> None:
    release = build.released(at="2024-03-02")
    assert said(RULE, release, build.registered(at="2024-03-01")) == []
    assert said(RULE, release, build.registered(at="2024-03-02")) == []
    assert only(RULE, release, build.registered(at="2024-03-03")).event_id == release.event_id


@pytest.mark.parametrize(
    ("event", "giver"),
    [
        (build.received(), "MINE"),
        (build.released(), "MINE"),
        (build.sold(), "MINE"),
        (build.transformed("L1", "L2"), "TRADER"),
        (build.exported(), "TRADER"),
    ],
)
def test_the_finding_is_provisional_while_the_giver_may_still_send_its_events(event: CustodyEvent, giver: str) -> None:
    assert only(RULE, event, reference=with_party(giver, grace_days=3)).provisional_until is not None
    assert only(RULE, event, reference=with_party("SOMEBODY", grace_days=3)).provisional_until is None
