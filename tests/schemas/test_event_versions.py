"""An event has one digest and one spelling, whichever version of its schema it is read or written with."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from typing import Any

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import catalog, shapes
from schemas.event_versions import HEAD_FIELDS, EventVersion, event_versions, oldest_for
from schemas.events import CustodyEvent, RetirementReason
from schemas.faults import Fault
from tests import build
from tests.registries import without_field
from tests.strategies import custody_events

Schema = dict[str, Any]
Versions = tuple[EventVersion, ...]


def cut_down(schema: Schema, record: str, field: str) -> Schema:
    """A schema before ``field`` was added to the ``record`` in it."""
    parts = catalog.taken_apart(schema)
    fields = [known for known in parts[record]["fields"] if known["name"] != field]
    assert len(fields) == len(parts[record]["fields"]) - 1
    parts[record] = {**parts[record], "fields": fields}
    return catalog.write_out(parts[schema["name"]], parts)


NO_AREA = without_field("CustodyEvent", "area", "Place")
NO_AREA_NOR_STONES = cut_down(NO_AREA, "LotLine", "stones")
OLDEST = cut_down(NO_AREA_NOR_STONES, "CustodyEvent", "evidence")
FOUR = event_versions([OLDEST, NO_AREA_NOR_STONES, NO_AREA])
"""Versions in which a list of records, then a field of the lines of lots, and last one of the place was added."""

ONE = event_versions([])
events_of_any_age = st.builds(
    lambda event, old: event if not old else replace(event, place=replace(event.place, area=None), evidence=()),
    custody_events(),
    st.booleans(),
)


def by_fastavro(schema: Schema, event: CustodyEvent) -> tuple[bytes, bytes]:
    """Head and content of an event as a program that knows only ``schema`` writes them."""
    datum = shapes.to_datum("CustodyEvent")(event)
    whole, head = io.BytesIO(), io.BytesIO()
    fastavro.schemaless_writer(whole, fastavro.parse_schema(schema), datum)
    fields = [field for field in schema["fields"] if field["name"] in HEAD_FIELDS]
    fastavro.schemaless_writer(head, fastavro.parse_schema({**schema, "fields": fields}), datum)
    return head.getvalue(), whole.getvalue()[len(head.getvalue()) :]


def read(version: EventVersion, binary: bytes) -> tuple[CustodyEvent, bytes]:
    """The event in ``binary``, and the bytes of its content."""
    head, start = version.head.read(binary, 0)
    content, end = version.content.read(binary, start)
    assert end == len(binary)
    return CustodyEvent(*head, *content), binary[start:]


def digest(event: CustodyEvent, versions: Versions = FOUR) -> bytes:
    version = oldest_for(event, versions)
    return version.digest(event, version.content.write(event))


@given(events_of_any_age)
def test_every_version_that_can_hold_an_event_writes_reads_and_knows_it_alike(event: CustodyEvent) -> None:
    for version in FOUR:
        if version.can_hold(event):
            again, content = read(version, version.head.write(event) + version.content.write(event))
            assert again == event
            assert version.digest(event, content) == digest(event)


@given(events_of_any_age)
def test_a_version_holds_exactly_the_events_that_come_back_unchanged(event: CustodyEvent) -> None:
    for version in FOUR:
        again, _ = read(version, version.head.write(event) + version.content.write(event))
        assert (again == event) is version.can_hold(event)


@given(events_of_any_age)
def test_the_version_of_an_event_is_the_oldest_that_loses_nothing(event: CustodyEvent) -> None:
    place = FOUR.index(oldest_for(event, FOUR))

    assert FOUR[place].can_hold(event)
    assert not any(version.can_hold(event) for version in FOUR[:place])


@pytest.mark.parametrize(("number", "schema"), list(enumerate([OLDEST, NO_AREA_NOR_STONES, NO_AREA])))
@given(event=events_of_any_age)
def test_what_an_older_program_wrote_is_read_and_has_the_digest_that_program_gave_it(
    number: int, schema: Schema, event: CustodyEvent
) -> None:
    """The older program knew the versions up to its own, of which the last is what it wrote with."""
    head, content = by_fastavro(schema, event)

    there, _ = read(FOUR[number], head + content)

    assert FOUR[number].can_hold(there)
    expected = FOUR[number].digest(there, content)
    assert digest(there) == expected
    assert digest(there, FOUR[: number + 1]) == expected
    if number == 0:
        assert expected == hashlib.sha256(content).digest()


@given(custody_events())
def test_without_older_versions_the_digest_is_that_of_the_content_alone(event: CustodyEvent) -> None:
    _, content = by_fastavro(catalog.inline("CustodyEvent"), event)

    assert digest(event, ONE) == hashlib.sha256(content).digest()


@given(events_of_any_age)
def test_a_version_that_came_later_has_another_digest_for_the_same_bytes(event: CustodyEvent) -> None:
    content = FOUR[-1].content.write(event)

    assert len({version.digest_of(content) for version in FOUR}) == len(FOUR)


def test_a_field_that_was_not_there_has_its_default_and_nothing_else_is_lost() -> None:
    event, unstoned = (build.registered(build.line("L1", stones=stones), id="a") for stones in (3, None))
    told = replace(event, place=replace(event.place, area="Jwaneng"))

    there, _ = read(FOUR[0], b"".join(by_fastavro(OLDEST, told)))

    assert there == unstoned
    assert [FOUR.index(oldest_for(one, FOUR)) for one in (there, event, told)] == [0, 2, 3]


@pytest.mark.parametrize("cut", [0, 1, 40, 60, -1])
def test_a_broken_event_of_an_older_version_is_refused_with_the_place(cut: int) -> None:
    binary = b"".join(by_fastavro(OLDEST, build.registered("L1")))

    with pytest.raises(Fault) as refused:
        read(FOUR[0], binary[:cut])

    assert refused.value.reason == "truncated"
    assert refused.value.path


def test_a_second_spelling_of_an_older_version_is_refused_as_one_of_ours_is() -> None:
    head, content = by_fastavro(OLDEST, build.registered("L1"))

    with pytest.raises(Fault, match="shortest form"):
        read(FOUR[0], head + bytes([content[0] | 0x80, *content[1:7], content[7] | 0x80, 0]) + content[8:])


def without(record: str, change: Any) -> Schema:
    """Our schema of an event before something was added to a type in it."""
    sources = json.loads(json.dumps(dict(catalog.sources())))
    change(sources[record])
    return catalog.write_out(sources["CustodyEvent"], sources)


def test_a_body_and_a_symbol_that_a_version_does_not_have_it_cannot_hold() -> None:
    """Such a change breaks old readers, and ``caratrace schema check`` says so; their events are read all the same."""
    no_body = without("CustodyEvent", lambda event: event["fields"][-1]["type"].remove("LotRetired"))
    last = RetirementReason(catalog.source("RetirementReason")["symbols"][-1])
    no_symbol = without("RetirementReason", lambda enum: enum["symbols"].remove(str(last)))
    first = next(reason for reason in RetirementReason if reason is not last)

    for schema, event, fits in (
        (no_body, build.registered(), True),
        (no_body, build.retired(), False),
        (no_symbol, build.retired(reason=first), True),
        (no_symbol, build.retired(reason=last), False),
    ):
        older, ours = event_versions([schema])
        assert older.can_hold(event) is fits
        assert oldest_for(event, (older, ours)) is (older if fits else ours)
        if fits:
            assert read(older, b"".join(by_fastavro(schema, event)))[0] == event
