"""Dataclasses, enums and strategies say the same as the Avro schemas."""

from __future__ import annotations

import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import pytest

from schemas import catalog, events, findings, records, shapes
from tests.strategies import bodies_by_type

RECORDS = [name for name in catalog.names() if catalog.source(name)["type"] == "record"]
ENUMS = [name for name in catalog.names() if catalog.source(name)["type"] == "enum"]
PRIMITIVES: dict[str, Any] = {
    "boolean": bool,
    "bytes": bytes,
    "double": float,
    "int": int,
    "long": int,
    "string": str,
    "date": date,
    "timestamp-micros": datetime,
    "uuid": str,
}


def annotation_of(node: Any) -> Any:
    """The Python type that a field of this Avro type must have."""
    if isinstance(node, list):
        members = [types.NoneType if branch == "null" else annotation_of(branch) for branch in node]
        return set(members)
    if isinstance(node, dict):
        if node["type"] == "array":
            return ("tuple", annotation_of(node["items"]))
        return PRIMITIVES[str(node.get("logicalType", node["type"]))]
    return PRIMITIVES.get(node) or shapes.python_type(node)


def plain(annotation: Any) -> Any:
    """A resolved annotation in the form of ``annotation_of``."""
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return {plain(member) for member in typing.get_args(annotation)}
    if typing.get_origin(annotation) is tuple:
        item, ellipsis = typing.get_args(annotation)
        assert ellipsis is Ellipsis
        return ("tuple", plain(item))
    return annotation


@pytest.mark.parametrize("name", RECORDS)
def test_a_dataclass_has_the_fields_of_its_record_in_order_and_type(name: str) -> None:
    kind = shapes.python_type(name)
    hints = typing.get_type_hints(kind)

    wanted = [(field["name"], annotation_of(field["type"])) for field in catalog.source(name)["fields"]]

    assert is_dataclass(kind)
    assert [(field.name, plain(hints[field.name])) for field in fields(kind)] == wanted


@pytest.mark.parametrize("name", ENUMS)
def test_an_enum_has_the_symbols_of_its_schema_in_order(name: str) -> None:
    assert [str(member) for member in shapes.python_type(name)] == catalog.source(name)["symbols"]


def test_every_dataclass_and_enum_has_its_schema() -> None:
    """Apart from the record of a decoded event, which is never written."""
    defined = {
        name
        for module in (events, findings, records)
        for name, value in vars(module).items()
        if isinstance(value, type)
        and value.__module__ == module.__name__
        and (is_dataclass(value) or StrEnum in value.__bases__)
    }

    assert defined - {"EventRecord"} == set(catalog.names())


def test_every_branch_of_the_body_has_a_dataclass_and_a_strategy() -> None:
    (body,) = [field for field in catalog.source("CustodyEvent")["fields"] if field["name"] == "body"]

    assert [kind.__name__ for kind in typing.get_args(events.Body)] == body["type"]
    assert set(bodies_by_type) == set(typing.get_args(events.Body))


def test_weights_and_money_state_their_unit() -> None:
    for name in RECORDS:
        for field in catalog.source(name)["fields"]:
            if field["name"] in ("carats", "declared_loss"):
                assert field["type"]["unit"] == "ct/1000"
            if field["name"] == "value_cents":
                assert {"type": "long", "unit": "USD/100"} in (field["type"], *field["type"])
