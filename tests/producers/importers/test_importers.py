"""Finding the importer for a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from producers import importers
from producers.importers import all_importers, avro_container, csv_file, for_path, json_lines
from schemas.errors import ConfigurationError, MalformedInput


@pytest.fixture
def extra_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file of one more importer in the folder, empty at first."""
    monkeypatch.setattr(importers, "__path__", [*importers.__path__, str(tmp_path)])
    all_importers.cache_clear()
    yield tmp_path / "another_format.py"
    all_importers.cache_clear()
    sys.modules.pop("producers.importers.another_format", None)
    importers.__dict__.pop("another_format", None)


@pytest.mark.parametrize("name", ["finds.xlsx", "finds.XLS", "finds.ods"])
def test_a_workbook_is_to_be_saved_as_csv_and_not_renamed(name: str) -> None:
    with pytest.raises(MalformedInput, match="save the sheet as 'CSV UTF-8'"):
        for_path(Path(name))


def test_every_importer_file_is_found() -> None:
    folder = Path(str(importers.__file__)).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "base"}
    found = {module.__name__.rsplit(".", 1)[1] for module in all_importers().values() if isinstance(module, ModuleType)}
    assert found == files


@pytest.mark.parametrize(
    ("name", "importer"),
    [
        ("a.jsonl", json_lines),
        ("a.NDJSON", json_lines),
        ("a.avro", avro_container),
        ("a.csv", csv_file),
        ("a.b.TSV", csv_file),
    ],
)
def test_the_suffix_tells_the_importer(tmp_path: Path, name: str, importer: ModuleType) -> None:
    (tmp_path / name).touch()
    found: object = for_path(tmp_path / name)
    assert found is importer


def test_a_dash_is_json_lines() -> None:
    found: object = for_path(Path("-"))
    assert found is json_lines


@pytest.mark.parametrize(
    ("name", "reason"),
    [("", "is_a_folder"), ("a.xyz", "unknown_format"), ("plain", "unknown_format"), ("none.csv", "no_such_file")],
)
def test_what_cannot_be_imported_is_answered_with_what_can(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        for_path(tmp_path / name)
    assert caught.value.reason == reason
    if reason != "no_such_file":
        assert ".avro, .csv, .jsonl, .ndjson, .tsv" in str(caught.value)


def test_a_module_that_reads_nothing_stops_the_program(extra_module: Path) -> None:
    extra_module.write_text("SUFFIXES = ('.xyz',)\n")
    with pytest.raises(ConfigurationError, match="must define SUFFIXES and read"):
        all_importers()


def test_a_suffix_that_two_modules_claim_stops_the_program(extra_module: Path) -> None:
    extra_module.write_text("SUFFIXES = ('.csv',)\ndef read(path, *, recorded_at, default_emitter=None): ...\n")
    with pytest.raises(ConfigurationError, match="as another importer does"):
        all_importers()


def test_an_empty_folder_stops_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importers, "__path__", [str(tmp_path)])
    all_importers.cache_clear()
    with pytest.raises(ConfigurationError, match="no importers found"):
        all_importers()
    all_importers.cache_clear()
