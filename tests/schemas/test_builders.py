"""The builders and strategies of the tests themselves: what they make is possible, and short names mean one thing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemas.events import CustodyEvent
from schemas.validation import check_event
from tests import build
from tests.build import line, uid
from tests.strategies import bodies_by_type

BUILT: list[CustodyEvent] = [
    build.registered(),
    build.released(),
    build.received(),
    build.sold(),
    build.transformed("L1", ["L2", line("L3", 500, polished=True)]),
    build.sealed(["L1", "L2"]),
    build.inspected(),
    build.examined(),
    build.issued(),
    build.amended(build.certificate()),
    build.cancelled(),
    build.exported(),
    build.imported(under=build.certificate()),
    build.confirmed(),
    build.retired(),
    build.declared_wrong(build.registered()),
]


@pytest.mark.parametrize("event", BUILT, ids=lambda event: type(event.body).__name__)
def test_what_a_builder_makes_without_being_told_is_possible(event: CustodyEvent) -> None:
    check_event(event)


def test_there_is_a_builder_for_every_body() -> None:
    assert {type(event.body) for event in BUILT} == set(bodies_by_type)


@pytest.mark.parametrize("builder", [build.registered, build.exported, build.issued, build.confirmed])
def test_a_short_name_is_one_id_and_no_name_is_the_id_of_the_content(builder: Callable[..., CustodyEvent]) -> None:
    assert builder(id="a").event_id == uid("a") == uid(uid("a"))
    assert builder().event_id == builder().event_id != builder(sequence=1).event_id


def test_a_keyword_that_is_no_field_is_refused() -> None:
    with pytest.raises(TypeError, match="handover"):
        build.released(handover="H2")
