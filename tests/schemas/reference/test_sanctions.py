"""The tables of bans, licences and listed parties: what they hold, how they are marked, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from schemas.reference.load import ReferenceDataError, load_reference
from schemas.reference.load_sanctions import MEASURE_COLUMNS, measure_of
from schemas.reference.sanctions import Sanctions
from schemas.reference.tables import read_packaged

LAW = load_reference().sanctions
OTHERS = [row for row in LAW.measures if row.kind not in ("ban", "licence")]


def test_what_the_sources_do_not_say_is_marked_in_the_text_of_a_row() -> None:
    marks = {row.measure_id: row.cited for row in LAW.measures if row.confidence != "sourced"}
    assert {name.split("-")[0] for name in marks} == {"EU", "UK", "US", "UN"}
    assert all(text.endswith(("(from memory)", "(derived)")) for text in marks.values())
    assert marks["US-GL104A-1CT"].endswith("[gl104a jck104a] (derived)")
    assert not any("(" in row.cited.rsplit("]", 1)[1] for row in LAW.measures if row.confidence == "sourced")


def test_every_other_row_is_judged_by_a_rule_of_its_own_or_says_why_no_event_shows_it() -> None:
    kinds = {row.measure_id: row.kind for row in OTHERS}
    assert {name for name, kind in kinds.items() if kind in ("named", "statement", "embargo")} == {
        "EU-16P-MIXED", "EU-DDS", "UN-CI", "UN-LR",
    }  # fmt: skip
    assert {name for name, kind in kinds.items() if kind == "not_in_force"} == {"EU-3P-C", "EU-TRACE", "BW-NODE"}
    assert all(row.start is None for row in OTHERS if row.kind == "not_in_force")
    assert not any(row.holds_on(date(2099, 1, 1)) for row in OTHERS if row.kind == "not_in_force")


@pytest.mark.parametrize(
    ("measure_id", "day", "holds"),
    [
        ("UN-CI", "2005-12-14", False), ("UN-CI", "2005-12-15", True),
        ("UN-CI", "2014-04-28", True), ("UN-CI", "2014-04-29", False),
        ("UN-LR", "2001-04-30", False), ("UN-LR", "2001-05-01", True),
        ("UN-LR", "2007-04-26", True), ("UN-LR", "2007-04-27", False),
        ("EU-16P-MIXED", "2025-02-28", False), ("EU-16P-MIXED", "2025-03-01", True),
        ("EU-DDS", "2025-12-31", False), ("EU-DDS", "2026-01-01", True),
        ("EU-3P5", "2023-12-31", False), ("EU-3P5", "2024-01-01", True),
        ("US-GL103", "2024-08-22", False), ("US-GL103", "2024-08-23", True),
        ("CA-PART2", "2024-02-29", False), ("CA-PART2", "2024-03-01", True),
        ("BE-ADO", "2024-02-29", False), ("BE-ADO", "2024-03-01", True),
        ("EU-AMLR", "2027-07-09", False), ("EU-AMLR", "2027-07-10", True),
    ],
)  # fmt: skip
def test_the_other_rows_hold_on_their_days(measure_id: str, day: str, holds: bool) -> None:
    assert LAW.measure(measure_id).holds_on(date.fromisoformat(day)) is holds


def test_a_ban_knows_its_licences() -> None:
    assert [row.measure_id for row in LAW.licences(LAW.measure("US-DET-1CT"))] == ["US-GL104-1CT", "US-GL104A-1CT"]
    assert LAW.licences(LAW.measure("US-UNSORTED")) == []


def test_rows_in_force_are_found_by_kind_jurisdiction_and_day() -> None:
    found = LAW.in_force("ban", "EU", date(2024, 8, 31))
    assert [row.measure_id for row in found] == ["EU-LAB-2022", "EU-3P1", "EU-3P2", "EU-3P3"]
    assert LAW.in_force("ban", "CH", date(2024, 8, 31)) == []


def test_an_id_that_is_not_in_the_table_is_an_error() -> None:
    with pytest.raises(KeyError, match="EU-3Q"):
        LAW.measure("EU-3Q")


def test_names_are_compared_by_whole_words_in_any_writing() -> None:
    assert [entry.jurisdiction for entry in LAW.listed("PJSC \u00abALROSA\u00bb")] == ["UK", "US", "EU"]
    assert [entry.name for entry in LAW.listed("midas_ressources-bangui")] == ["Midas Ressources"]
    assert LAW.listed("Alrosan") == LAW.listed("DM") == LAW.listed("") == ()


def test_an_id_used_twice_and_a_licence_for_no_ban_are_refused() -> None:
    first = LAW.measures[0]
    with pytest.raises(ValueError, match="every measure_id once"):
        Sanctions.of([first, first], ())
    with pytest.raises(ValueError, match=r"EU-LAB-2022: expected bans of the table, got \['NO'\]"):
        Sanctions.of([replace(first, lifts=frozenset({"NO"}))], ())


@pytest.mark.parametrize(
    ("kind", "cells", "message"),
    [
        ("ban", {"kind": "law"}, "column kind: expected one of ban, embargo"),
        ("ban", {"links": "mined seen"}, "column links: expected words out of exported, mined, originates, passed"),
        ("ban", {"acts": "sale"}, "column acts: expected words out of import, purchase"),
        ("ban", {"from": ""}, "column from: expected a day, and none for a row that is not in force"),
        ("not_in_force", {"from": "2024-01-01"}, "column from: expected a day, and none"),
        ("ban", {"from_ct": "half"}, "column from_ct: expected a decimal number"),
        ("licence", {"outside_before": ""}, "column outside_before: expected a day, and bans that the licence lifts"),
        ("licence", {"lifts": ""}, "column outside_before: expected a day, and bans that the licence lifts"),
    ],
)
def test_a_row_that_cannot_be_what_it_says_is_refused_with_its_place(
    kind: str, cells: dict[str, str], message: str
) -> None:
    row = next(row for row in read_packaged("sanctions.csv", MEASURE_COLUMNS) if row.cells["kind"] == kind)
    with pytest.raises(ReferenceDataError, match=rf"sanctions.csv, line {row.line}, {message}"):
        measure_of(replace(row, cells={**row.cells, **cells}))
