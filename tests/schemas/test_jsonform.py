"""The JSON form: nothing is lost, little need be written, and what is wrong is told with its path and what to do."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import jsonform
from schemas.errors import MalformedInput
from schemas.events import CustodyEvent, Place, Signature
from schemas.findings import Finding, QuarantineRecord
from schemas.jsonform import event_from_json, event_to_json, from_json, parse, to_json
from tests.build import instant, line, registered, released
from tests.strategies import custody_events, findings, quarantine_records

Change = Callable[[dict[str, Any]], object]


def written() -> dict[str, Any]:
    """A release of two lots as JSON, anew for each caller."""
    event = released([line("L1"), line("L2")], signature=Signature("K1", bytes(64)))
    return event_to_json(event)


@given(custody_events())
def test_an_event_comes_back_from_json_text_as_it_was(event: CustodyEvent) -> None:
    assert event_from_json(parse(json.dumps(event_to_json(event)))) == event


@given(findings | quarantine_records)
def test_any_other_record_comes_back_as_it_was(record: Finding | QuarantineRecord) -> None:
    assert from_json(type(record).__name__, parse(json.dumps(to_json(record)))) == record


SHORT = {
    "occurred_at": "2024-03-01T11:30:00+02:00",
    "emitter": "MINE",
    "place": {"country": "BW"},
    "body": {
        "type": "LotRegistered",
        "kind": "MINED",
        "custodian": "MINE",
        "owner": "MINE",
        "lines": [{"lot_id": "L1", "carats": 3270, "form": "ROUGH", "hs_code": "710231", "species": "NATURAL"}],
    },
}


def test_what_has_a_default_may_be_left_out() -> None:
    event = event_from_json(SHORT, recorded_at=instant("2024-03-02"))

    assert event.recorded_at == instant("2024-03-02")
    assert event.occurred_at == instant("2024-03-01T09:30")
    assert (event.sequence, event.evidence, event.place) == (None, (), Place(country="BW"))
    assert (
        event.body == registered(line(carats=3270, origins=(), value_cents=None), licence=None, custodian="MINE").body
    )


def test_an_id_that_is_left_out_follows_from_the_content() -> None:
    first = event_from_json(SHORT, recorded_at=instant("2024-03-02"))
    again = event_from_json({**SHORT, "recorded_at": "2024-05-05T00:00:00Z", "event_id": None})

    assert first.event_id == again.event_id
    assert event_from_json(event_to_json(first)) == first


def test_an_id_and_an_instant_that_are_given_are_kept() -> None:
    event = event_from_json(
        {**SHORT, "event_id": "881306AD-0F91-88CB-B28A-A198EE2B8290", "recorded_at": "2024-03-05T00:00:00Z"},
        recorded_at=instant("2024-03-02"),
    )

    assert event.event_id == "881306ad-0f91-88cb-b28a-a198ee2b8290"
    assert event.recorded_at == instant("2024-03-05")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("2024-03-01T11:30:00+02:00", 120), ("2024-03-01T09:30:00Z", 0), ("2024-03-01T06:00:00-03:30", -210)],
)
def test_the_offset_of_an_instant_is_kept(text: str, minutes: int) -> None:
    event = event_from_json({**SHORT, "occurred_at": text, "recorded_at": text})

    assert event.occurred_at == instant("2024-03-01T09:30")
    assert event.utc_offset_minutes == minutes
    assert event_to_json(event)["occurred_at"] == "2024-03-01T09:30:00Z"
    assert event_from_json(event_to_json(event)) == event


def test_an_offset_that_is_stated_beside_the_instant_counts() -> None:
    event = event_from_json({**SHORT, "utc_offset_minutes": 60, "recorded_at": "2024-03-01T11:30:00Z"})

    assert event.utc_offset_minutes == 60


def lot(**changes: object) -> Change:
    """Change the second lot."""
    return lambda event: event["body"]["lines"][1].update(changes)


def field(**changes: object) -> Change:
    """Change the envelope."""
    return lambda event: event.update(changes)


def body(**changes: object) -> Change:
    """Change the body."""
    return lambda event: event["body"].update(changes)


REFUSED: dict[str, tuple[Change, str, str, str]] = {
    "a weight in carats": (lot(carats=3.27), "bad_value", "body.lines[1].carats", "write 3270 for 3.27 ct"),
    "a weight as text": (lot(carats="1"), "bad_value", "body.lines[1].carats", 'carats are whole'),
    "a whole weight as a float": (lot(carats=2.0), "bad_value", "body.lines[1].carats", "write 2000 for 2.0 ct"),
    "a value in dollars": (lot(value_cents=12.5), "bad_value", "body.lines[1].value_cents", "write 1250 for US$12.5"),
    "a weight that is true": (lot(carats=True), "bad_value", "body.lines[1].carats", "number, got true"),
    "half a stone": (lot(stones=1.5), "bad_value", "body.lines[1].stones", "number, got 1.5"),
    "stones beyond 32 bits": (lot(stones=2**31), "bad_value", "body.lines[1].stones", "2147483647, got"),
    "a misspelt field": (lot(carat=1), "unknown_field", "body.lines[1].carat", "did you mean carats?"),
    "a field of nothing": (field(zzz=1), "unknown_field", "zzz", "there are event_id, recorded_at"),
    "a missing field": (lambda e: e["body"]["lines"][1].pop("carats"), "missing_field", "body.lines[1].carats", "add"),
    "no instant": (lambda e: e.pop("occurred_at"), "missing_field", "occurred_at", "add it"),
    "no recording instant": (lambda e: e.pop("recorded_at"), "missing_field", "recorded_at", "add it"),
    "an enum in small letters": (lot(form="rough"), "bad_value", "body.lines[1].form", "did you mean ROUGH?"),
    "an enum as a number": (lot(form=0), "bad_value", "body.lines[1].form", "POLISHED, got 0"),
    "no offset": (field(occurred_at="2024-03-01T10:00:00"), "bad_value", "occurred_at", "or Z for UTC"),
    "a day for an instant": (field(occurred_at="2024-03-01"), "bad_value", "occurred_at", "2024-03-01T09:30:00Z"),
    "an instant as a number": (field(occurred_at=1709), "bad_value", "occurred_at", "expected text, got 1709"),
    "an instant of no calendar": (field(occurred_at="2024-02-30T00:00:00Z"), "bad_value", "occurred_at", "2024-02-30"),
    "an early instant": (field(occurred_at="0001-01-01T00:00:00+01:00"), "bad_value", "occurred_at", "1 to"),
    "nanoseconds": (field(occurred_at="2024-03-01T00:00:00.1234567Z"), "bad_value", "occurred_at", "six decimals"),
    "offset seconds": (field(occurred_at="2024-03-01T00:00:00+00:00:30"), "bad_value", "occurred_at", "whole minutes"),
    "an id that is none": (field(event_id="E1"), "bad_value", "event_id", 'expected a UUID as 881306ad'),
    "a place that is text": (field(place="BW"), "bad_value", "place", "object with site_id"),
    "no place": (field(place=None), "bad_value", "place", "got null"),
    "a latitude as text": (field(place={"latitude": "1"}), "bad_value", "place.latitude", "number of degrees"),
    "an endless latitude": (field(place={"latitude": float("inf")}), "bad_value", "place.latitude", "got Infinity"),
    "a latitude beyond floats": (field(place={"latitude": 10**400}), "bad_value", "place.latitude", "(401 characters)"),
    "lines that are no list": (body(lines={}), "bad_value", "body.lines", "expected a list, got {}"),
    "a line that is no object": (body(lines=["L1"]), "bad_value", "body.lines[0]", 'object with lot_id'),
    "a seal that is no text": (body(seals=["S1", 2]), "bad_value", "body.seals[1]", "expected text, got 2"),
    "a body that is no object": (field(body=None), "bad_value", "body", "expected a JSON object, got null"),
    "a body without type": (lambda e: e["body"].pop("type"), "missing_field", "body.type", "LotRegistered"),
    "an unknown body": (body(type="CustodyRelease"), "bad_value", "body.type", "did you mean CustodyReleased?"),
    "a body of a listed type": (body(type=["LotSealed"]), "bad_value", "body.type", 'got ["LotSealed"]'),
    "a field of another body": (body(invoice="1"), "unknown_field", "body.invoice", "no such field"),
    "no base64": (field(signature={"key_id": "K", "value": "*"}), "bad_value", "signature.value", "base64"),
    "half a character": (lot(lot_id="\ud800"), "bad_value", "body.lines[1].lot_id", "surrogate"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "reason", "path", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_understood_is_refused_with_its_path_and_advice(
    change: Change, reason: str, path: str, told: str
) -> None:
    event = written()
    change(event)

    with pytest.raises(MalformedInput) as refused:
        event_from_json(event)

    assert refused.value.reason == reason
    assert str(refused.value).startswith(f"{path}: ")
    assert told in str(refused.value)


@pytest.mark.parametrize("thing", [None, [], "event", 3, [{}]])
def test_what_is_no_object_is_no_event(thing: object) -> None:
    with pytest.raises(MalformedInput, match="expected a JSON object with an event, got "):
        event_from_json(thing)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.data(), anything)
def test_anything_at_any_place_is_an_event_or_a_refusal(data: st.DataObject, thing: object) -> None:
    event = written()
    node: Any = event
    while True:
        keys = list(node) if isinstance(node, dict) else range(len(node))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.booleans()):
            break
        node = node[key]
    node[key] = thing

    with contextlib.suppress(MalformedInput):
        read = event_from_json(event)
        assert event_from_json(event_to_json(read)) == read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "line 1 column 2"),
        (b"\xff\xfe\xfa", "error in it"),
        ('{"carats": 1, "carats": 2}', "key 'carats' stands twice"),
        ('{"latitude": NaN}', "NaN is not JSON"),
        ("[" * 200_000, "recursion"),
        ("1" * 5000, "digits"),
    ],
    ids=["cut off", "no UTF-8", "key twice", "NaN", "deep", "long number"],
)
def test_text_that_is_no_json_is_refused(text: str | bytes, told: str) -> None:
    with pytest.raises(MalformedInput) as refused:
        jsonform.parse(text)

    assert refused.value.reason == "bad_json"
    assert told in str(refused.value)
