"""Nobody changes a schema without keeping the version that was there: CONTRIBUTING.md has the steps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from schemas import catalog, codec, compatibility
from schemas.errors import ConfigurationError
from schemas.event_versions import HEAD_FIELDS
from tests.registries import without_field

EVENT = "CustodyEvent"
KINDS = [kind.__name__ for kind in get_args(codec.Message)]
STEPS = 'see "Change a schema" in CONTRIBUTING.md'


def complaints(released: dict[str, list[str]], older: dict[str, tuple[dict[str, Any], ...]]) -> list[str]:
    """What is wrong with the history of the schemas."""
    found = []
    if sorted(released) != sorted(KINDS):
        found.append(f"expected a list of fingerprints for each of {', '.join(KINDS)}; {STEPS}")
    for kind in KINDS:
        listed, ours = released.get(kind, []), catalog.fingerprint(kind).hex()
        if listed[-1:] != [ours]:
            found.append(f"{kind} has become {ours}, and the last of its versions is {listed[-1:]}; {STEPS}")
        for fingerprint, schema in zip(listed, older.get(kind, ()), strict=False):
            problems = compatibility.check(schema, catalog.inline(kind))
            found += [f"{kind} {fingerprint}: {problem}" for problem in [*problems, *losses(schema)]]
    return found


def losses(schema: dict[str, Any]) -> list[str]:
    """What a message of an older version says, and would not be read."""
    parts = catalog.taken_apart(schema)
    found = []
    for name, part in parts.items():
        known = [field["name"] for field in catalog.source(name).get("fields", ())]
        found += [f"{name}.{field['name']} is gone" for field in part.get("fields", ()) if field["name"] not in known]
    if schema["name"] == EVENT:
        heads = [field["name"] in HEAD_FIELDS for field in schema["fields"]]
        found += ["a field has moved between head and content"] if heads != sorted(heads, reverse=True) else []
    return found


def test_every_version_was_kept_and_can_be_followed_by_the_one_of_today(root: Path) -> None:
    folder = root / "schemas" / "avro"

    assert complaints(catalog.read_released(folder), catalog.read_older(folder)) == []
    assert {kind: (catalog.released(kind), catalog.older(kind)) for kind in KINDS} == {
        kind: (listed, catalog.read_older(folder).get(kind, ()))
        for kind, listed in catalog.read_released(folder).items()
    }


def history(folder: Path, *versions: dict[str, Any], kind: str = EVENT, ours: str | None = None) -> Path:
    """A folder of schemas in which ``kind`` has these older versions."""
    released = {name: [catalog.fingerprint(name).hex()] for name in KINDS}
    fingerprints = [catalog.fingerprint_of(version).hex() for version in versions]
    released[kind] = [*fingerprints, ours or released[kind][0]]
    (folder / "older").mkdir()
    for fingerprint, version in zip(fingerprints, versions, strict=True):
        (folder / "older" / f"{kind}.{fingerprint}.avsc").write_text(json.dumps(version), encoding="utf-8")
    (folder / "released.json").write_text(json.dumps(released), encoding="utf-8")
    return folder


def moved() -> dict[str, Any]:
    """Our schema of an event with its first field as the last."""
    event = catalog.inline(EVENT)
    return {**event, "fields": [*event["fields"][1:], event["fields"][0]]}


def with_more() -> dict[str, Any]:
    event = catalog.inline(EVENT)
    return {**event, "fields": [*event["fields"], {"name": "channel", "type": "string", "default": ""}]}


@pytest.mark.parametrize(
    ("version", "said"),
    [
        (without_field(EVENT, "emitter"), "BACKWARD"),
        (with_more(), "CustodyEvent.channel is gone"),
        (moved(), "moved between head and content"),
        (json.loads(json.dumps(without_field(EVENT, "sequence")).replace("-micros", "-millis")), "MEANING logicalType"),
    ],
)
def test_an_older_version_that_ours_may_not_follow_is_complained_of(
    version: dict[str, Any], said: str, tmp_path: Path
) -> None:
    folder = history(tmp_path, version)

    found = complaints(catalog.read_released(folder), catalog.read_older(folder))

    assert said in "; ".join(found)


def test_a_schema_that_was_changed_and_not_listed_is_complained_of_with_the_steps(tmp_path: Path) -> None:
    (complaint,) = complaints(catalog.read_released(history(tmp_path, ours="00" * 8)), {})

    assert "CustodyEvent has become" in complaint
    assert STEPS in complaint


def test_versions_come_in_the_order_in_which_they_were_released(tmp_path: Path) -> None:
    versions = (without_field(EVENT, "sequence"), without_field(EVENT, "evidence"))
    folder = history(tmp_path, *versions)

    assert catalog.read_older(folder) == {EVENT: versions}
    assert complaints(catalog.read_released(folder), catalog.read_older(folder)) == []


def test_a_version_that_is_not_there_or_not_listed_stops_the_program(tmp_path: Path) -> None:
    folder = history(tmp_path, without_field(EVENT, "sequence"))
    (file,) = (folder / "older").iterdir()
    file.rename(folder / "older" / f"{EVENT}.{'00' * 8}.avsc")

    with pytest.raises(ConfigurationError, match=rf"see {EVENT}\.0000000000000000, {file.stem}"):
        catalog.read_older(folder)


@pytest.mark.parametrize("text", ["{", "[]", "7", json.dumps(without_field(EVENT, "evidence"))])
def test_a_file_that_is_not_the_version_in_its_name_stops_the_program(text: str, tmp_path: Path) -> None:
    folder = history(tmp_path, without_field(EVENT, "sequence"))
    (file,) = (folder / "older").iterdir()
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigurationError, match=file.name):
        catalog.read_older(folder)


@pytest.mark.parametrize("text", ["{", "[]", '{"Tick": 7}'])
def test_a_list_of_versions_that_cannot_be_read_stops_the_program(text: str, tmp_path: Path) -> None:
    (tmp_path / "released.json").write_text(text, encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"released\.json: expected fingerprints by kind"):
        catalog.read_released(tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_that_was_written_out_can_be_taken_apart_again(kind: str) -> None:
    parts = catalog.taken_apart(catalog.inline(kind))

    assert parts == {name: catalog.source(name) for name in parts}
    assert catalog.write_out(parts[kind], parts) == catalog.inline(kind)
