"""Which change of a schema is refused, and in which direction; what changes nothing passes."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemas import catalog
from schemas.compatibility import Direction, check, check_files
from schemas.errors import ConfigurationError

Schema = dict[str, Any]
Change = Callable[[Schema], object]

OLD: Schema = {
    "type": "record",
    "name": "Parcel",
    "namespace": "test",
    "fields": [
        {"name": "lot_id", "type": "string"},
        {"name": "carats", "type": {"type": "long", "unit": "ct/1000"}},
        {"name": "stones", "type": ["null", "int"], "default": None},
        {"name": "weighed_at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}},
        {"name": "form", "type": {"type": "enum", "name": "Form", "symbols": ["ROUGH", "POLISHED", "UNKNOWN"]}},
        {"name": "seals", "type": {"type": "array", "items": {"type": "string", "logicalType": "uuid"}}, "default": []},
        {"name": "before", "type": ["null", "Parcel"], "default": None},
    ],
}


def field(schema: Schema, name: str) -> Any:
    """One field of a record."""
    return next(found for found in schema["fields"] if found["name"] == name)


def changed(change: Change) -> Schema:
    """A copy of the schema with one change."""
    new = copy.deepcopy(OLD)
    change(new)
    return new


def enum(schema: Schema) -> Any:
    return field(schema, "form")["type"]


Expected = set[tuple[Direction, str, str]]
B, F, M = Direction.BACKWARD, Direction.FORWARD, Direction.MEANING
REFUSED: dict[str, tuple[Change, Expected]] = {
    "unit": (lambda s: field(s, "carats")["type"].update(unit="g/1000"), {(M, "unit", "Parcel.carats")}),
    "unit gone": (lambda s: field(s, "carats")["type"].pop("unit"), {(M, "unit", "Parcel.carats")}),
    "milliseconds": (
        lambda s: field(s, "weighed_at")["type"].update(logicalType="timestamp-millis"),
        {(M, "logicalType", "Parcel.weighed_at")},
    ),
    "logical type gone": (
        lambda s: field(s, "weighed_at").update(type="long"),
        {(M, "logicalType", "Parcel.weighed_at")},
    ),
    "logical type of items": (
        lambda s: field(s, "seals")["type"].update(items="string"),
        {(M, "logicalType", "Parcel.seals[]")},
    ),
    "scale": (lambda s: field(s, "price")["type"].update(scale=4), {(M, "scale", "Parcel.price")}),
    "precision": (lambda s: field(s, "price")["type"].update(precision=9), {(M, "precision", "Parcel.price")}),
    "default": (lambda s: field(s, "seals").update(default=["S"]), {(M, "default", "Parcel.seals")}),
    "default new": (lambda s: field(s, "lot_id").update(default="L1"), {(M, "default", "Parcel.lot_id")}),
    "alias": (lambda s: field(s, "lot_id").update(aliases=["id"]), {(M, "aliases", "Parcel.lot_id")}),
    "alias of a type": (lambda s: s.update(aliases=["Lot"]), {(M, "aliases", "Parcel")}),
    "renamed field with alias": (
        lambda s: field(s, "stones").update(name="pieces", aliases=["stones"]),
        {(M, "aliases", "Parcel.pieces")},
    ),
    "namespace": (lambda s: s.update(namespace="other"), {(M, "name", "Parcel")}),
    "symbol removed": (
        lambda s: enum(s)["symbols"].remove("POLISHED"),
        {(B, "missing_enum_symbols", ""), (M, "symbol_removed", "Parcel.form")},
    ),
    "symbols in another order": (lambda s: enum(s)["symbols"].reverse(), {(M, "symbol_order", "Parcel.form")}),
    "symbol between": (
        lambda s: enum(s)["symbols"].insert(1, "SAWN"),
        {(F, "missing_enum_symbols", ""), (M, "symbol_order", "Parcel.form")},
    ),
    "symbol added": (lambda s: enum(s)["symbols"].append("SAWN"), {(F, "missing_enum_symbols", "")}),
    "default of an enum": (lambda s: enum(s).update(default="UNKNOWN"), {(M, "default", "Parcel.form")}),
    "field without default": (
        lambda s: s["fields"].append({"name": "owner", "type": "string"}),
        {(B, "reader_field_missing_default_value", "")},
    ),
    "field without default removed": (
        lambda s: s["fields"].remove(field(s, "carats")),
        {(F, "reader_field_missing_default_value", "")},
    ),
    "wider number": (
        lambda s: field(s, "stones").update(type=["null", "long"]),
        {(F, "missing_union_branch", "")},
    ),
    "other type": (
        lambda s: field(s, "lot_id").update(type="long"),
        {(B, "type_mismatch", ""), (F, "type_mismatch", "")},
    ),
    "text as bytes": (lambda s: field(s, "lot_id").update(type="bytes"), {(M, "type", "Parcel.lot_id")}),
    "branch added": (
        lambda s: field(s, "stones").update(type=["null", "int", "string"]),
        {(F, "missing_union_branch", "")},
    ),
    "no longer optional": (
        lambda s: (field(s, "stones").update(type="int"), field(s, "stones").pop("default")),
        {(B, "type_mismatch", ""), (M, "default", "Parcel.stones")},
    ),
}


@pytest.mark.parametrize(("change", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_a_change_that_breaks_something_is_told(change: Change, expected: Expected) -> None:
    problems = check(OLD, changed(change))

    found = {(one.direction, one.kind, one.path if one.direction is M else "") for one in problems}
    assert found == expected
    assert all(str(one).startswith(f"{one.direction} {one.kind} at {one.path}: ") for one in problems)


ALLOWED: dict[str, Change] = {
    "nothing": lambda s: None,
    "documentation": lambda s: s.update(doc="A parcel"),
    "field with default": lambda s: s["fields"].append({"name": "owner", "type": ["null", "string"], "default": None}),
    "field with default removed": lambda s: s["fields"].remove(field(s, "stones")),
    "a type spelt otherwise": lambda s: field(s, "lot_id").update(type={"type": "string"}),
}


@pytest.mark.parametrize("change", ALLOWED.values(), ids=ALLOWED.keys())
def test_a_change_that_breaks_nothing_passes(change: Change) -> None:
    assert check(OLD, changed(change)) == []


@pytest.mark.parametrize("name", catalog.names())
def test_every_schema_of_ours_may_take_its_own_place(name: str) -> None:
    assert check(catalog.inline(name), catalog.inline(name)) == []


def test_files_are_compared_with_the_types_beside_them(root: Path, tmp_path: Path) -> None:
    ours = root / "schemas" / "avro"
    for file in ours.glob("*.avsc"):
        text = file.read_text(encoding="utf-8").replace("timestamp-micros", "timestamp-millis")
        (tmp_path / file.name).write_text(text, encoding="utf-8")

    problems = check_files(ours / "CustodyEvent.avsc", tmp_path / "CustodyEvent.avsc")

    assert {one.path for one in problems} == {
        "CustodyEvent.recorded_at",
        "CustodyEvent.occurred_at",
        "CustodyEvent.error_declaration.declared_at",
    }
    assert check_files(ours / "CustodyEvent.avsc", ours / "CustodyEvent.avsc") == []


def test_a_change_deep_in_a_body_is_found() -> None:
    text = json.dumps(catalog.inline("CustodyEvent")).replace('"ct/1000"', '"ct/100"')

    paths = [one.path for one in check(catalog.inline("CustodyEvent"), json.loads(text))]

    assert "CustodyEvent.body<LotRegistered>.lines[].carats" in paths
    assert "CustodyEvent.body<LotsTransformed>.declared_loss" in paths


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"type": "record", "name": "Lot"}'], ids=["no JSON", "a list", "no fields"]
)
def test_a_file_that_is_no_schema_is_refused_by_name(text: str, tmp_path: Path) -> None:
    file = tmp_path / "Lot.avsc"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigurationError, match="Lot"):
        check_files(file, file)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"Nothing\.avsc: expected an \.avsc file, found none"):
        check_files(tmp_path / "Nothing.avsc", tmp_path / "Nothing.avsc")
