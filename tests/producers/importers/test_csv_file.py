"""The CSV importer: which rows form an event, what is refused, and what it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from producers.importers import csv_file
from producers.importers.base import Accepted, Refused
from schemas.events import CustodyReleased, DeclarationReason, LotRegistered, LotsTransformed, Species
from tests.producers.importers.sheets.builder import (
    HEADER,
    RECORDED,
    RELEASE,
    RELEASES,
    ROW,
    read,
    refusal,
    rows,
)


def test_each_row_of_a_registration_is_an_event_with_its_line_number(tmp_path: Path) -> None:
    first, second = read(tmp_path, rows(("A", "3.27"), ("B", "0.005")))
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert (first.position, second.position) == ("line 2", "line 3")
    event = first.record.event
    assert event.occurred_at == datetime(2024, 5, 1, tzinfo=UTC)
    assert event.recorded_at == RECORDED
    assert isinstance(event.body, LotRegistered)
    assert event.body.lines[0].carats == 3270
    assert event.body.lines[0].origins == ("SL",)
    assert event.body.lines[0].species is Species.NATURAL


def test_the_same_row_read_twice_is_the_same_event(tmp_path: Path) -> None:
    (first,) = read(tmp_path, rows(("A", "3.27")))
    file = tmp_path / "again.csv"
    file.write_text(rows(("A", "3.270")))
    (second,) = csv_file.read(file, recorded_at=RECORDED + timedelta(days=9))
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert first.record.event.event_id == second.record.event.event_id
    assert first.record.digest == second.record.digest
    assert first.record.event.recorded_at != second.record.event.recorded_at


def test_rows_with_the_same_handover_form_one_event(tmp_path: Path) -> None:
    lots = [("H1", "A", "1.5"), ("H1", "B", "2.5"), ("H2", "C", "3")]
    text = "\n".join([RELEASES, *(RELEASE.format(handover=h, lot=lot, carats=c) for h, lot, c in lots)])
    first, second = read(tmp_path, text)
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert first.position == "lines 2-3"
    assert isinstance(first.record.event.body, CustodyReleased)
    assert [(line.lot_id, line.carats) for line in first.record.event.body.lines] == [("A", 1500), ("B", 2500)]
    assert second.position == "line 4"


def test_cells_of_the_event_may_be_blank_in_its_later_rows_but_not_different(tmp_path: Path) -> None:
    blank = f"{RELEASES}\n{RELEASE.format(handover='H1', lot='A', carats='1')}\n,,H1,,,B,2,ROUGH,710231,NATURAL\n"
    (reading,) = read(tmp_path, blank)
    assert isinstance(reading, Accepted)
    other = blank.replace(",,H1,,,B", ",,H1,,ELSE,B")
    first, second = read(tmp_path, other)
    assert isinstance(first, Refused)
    assert first.reason == "same_event"
    assert isinstance(second, Refused)
    assert (second.reason, second.column) == ("rows_disagree", "to_party")


def test_a_bad_row_refuses_its_event_and_nothing_else(tmp_path: Path) -> None:
    lots = [("H1", "A", "1"), ("H1", "B", "heavy"), ("H2", "C", "3")]
    text = "\n".join([RELEASES, *(RELEASE.format(handover=h, lot=lot, carats=c) for h, lot, c in lots)])
    first, second, third = read(tmp_path, text)
    assert isinstance(first, Refused)
    assert (first.position, first.reason) == ("line 2", "same_event")
    assert "line 3" in first.message
    assert isinstance(second, Refused)
    assert (second.position, second.column, second.reason) == ("line 3", "carats", "bad_number")
    assert second.payload == RELEASE.format(handover="H1", lot="B", carats="heavy").encode() + b"\n"
    assert isinstance(third, Accepted)


def test_an_impossible_event_is_refused_with_all_its_rows(tmp_path: Path) -> None:
    text = "\n".join([RELEASES, *(RELEASE.format(handover="H1", lot="A", carats="1") for _ in range(2))])
    readings = read(tmp_path, text)
    assert [(r.position, r.reason) for r in readings if isinstance(r, Refused)] == [
        ("line 2", "lot_twice"),
        ("line 3", "lot_twice"),
    ]


def test_rows_of_one_event_that_stand_apart_are_refused_all(tmp_path: Path) -> None:
    lots = [("H1", "A", "1"), ("H2", "B", "2"), ("H1", "C", "3")]
    text = "\n".join([RELEASES, *(RELEASE.format(handover=h, lot=lot, carats=c) for h, lot, c in lots)])
    first, second, third = read(tmp_path, text)
    assert isinstance(first, Refused)
    assert isinstance(second, Accepted)
    assert isinstance(third, Refused)
    assert first.reason == third.reason == "scattered_rows"


def test_an_event_of_too_many_rows_is_refused_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_file, "MOST_ROWS_OF_AN_EVENT", 5)
    lots = [("H1", str(number), "1") for number in range(13)] + [("H2", "Z", "1")]
    text = "\n".join([RELEASES, *(RELEASE.format(handover=h, lot=lot, carats=c) for h, lot, c in lots)])
    *refusals, last = read(tmp_path, text)
    assert len(refusals) == 13
    assert all(isinstance(reading, Refused) for reading in refusals)
    assert isinstance(last, Accepted)


def test_a_file_of_too_many_rows_is_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MOST_ROWS", 2)
    found = refusal(read(tmp_path, rows(("A", "1"), ("B", "1"), ("C", "1"))))
    assert found.reason == "too_many_rows"


def test_a_transformation_tells_its_sides_apart(tmp_path: Path) -> None:
    header = "event_ref,transformed_at,emitter,process,operator,declared_loss,side,lot_id,carats,form,hs_code,species"
    text = (
        f"{header}\nR1,2024-05-01,CUTTER,cut and polish,CUTTER,2.27,INPUT,A,3.24,ROUGH,710231,NATURAL\n"
        "R1,,,,,,output,B,0.97,POLISHED,710239,NATURAL\n"
    )
    (reading,) = read(tmp_path, text)
    assert isinstance(reading, Accepted)
    body = reading.record.event.body
    assert isinstance(body, LotsTransformed)
    assert [line.lot_id for line in body.inputs] == ["A"]
    assert [line.lot_id for line in body.outputs] == ["B"]
    assert body.declared_loss == 2270


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (HEADER.replace("carats", "carat"), "unknown column carat, did you mean carats?"),
        (HEADER.replace(",carats", ""), "missing column carats"),
        (HEADER + ",carats", "column carats stands there twice"),
        (HEADER.replace(",carats", ",,carats"), "column 7 has no name"),
        (HEADER.replace("emitter,", ""), "missing column emitter, and no default emitter was given"),
        (HEADER.replace("registered_at", "when"), "got none"),
        (HEADER + ",released_at", "got registered_at, released_at"),
    ],
)
def test_wrong_columns_are_one_refusal_that_names_them_and_nothing_is_imported(
    tmp_path: Path, header: str, part: str
) -> None:
    found = refusal(read(tmp_path, rows(("A", "1"), ("B", "2"), header=header)))
    assert found.position == "line 1"
    assert found.payload.startswith(header.encode())
    assert found.size == len(found.payload)
    assert part in found.message


def test_a_default_emitter_speaks_where_the_sheet_names_none(tmp_path: Path) -> None:
    text = rows(("A", "1")).replace("emitter,", "").replace("2024-05-01,COOP", "2024-05-01")
    (reading,) = read(tmp_path, text, default_emitter="COOP-7")
    assert isinstance(reading, Accepted)
    assert reading.record.event.emitter == "COOP-7"


def test_a_blank_emitter_is_refused_in_its_row(tmp_path: Path) -> None:
    found = refusal(read(tmp_path, rows(("A", "1")).replace("2024-05-01,COOP", "2024-05-01,")))
    assert (found.column, found.reason) == ("emitter", "missing_value")


@pytest.mark.parametrize("text", ["", "\n\n", "﻿", HEADER, HEADER + "\n,,,\n"])
def test_an_empty_file_is_refused_with_a_clear_message(tmp_path: Path, text: str) -> None:
    found = refusal(read(tmp_path, text))
    assert found.reason == "empty_file"


def test_a_row_with_more_cells_than_the_header_is_refused(tmp_path: Path) -> None:
    found = refusal(read(tmp_path, rows(("A", "1")).rstrip() + ",more\n"))
    assert found.reason == "too_many_cells"


def test_the_header_of_another_sheet_below_the_first_is_told_as_what_it_is(tmp_path: Path) -> None:
    more = RELEASES + "\n" + RELEASE.format(handover="H1", lot="A", carats="3.27") + "\n"
    first, header, other = read(tmp_path, rows(("A", "3.27")) + more)
    assert isinstance(first, Accepted)
    assert isinstance(header, Refused)
    assert (header.position, header.reason) == ("line 3", "second_header")
    assert "a file of its own" in header.message
    assert isinstance(other, Refused)


@pytest.mark.parametrize("start", [b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0\xa1\xb1"])
def test_a_workbook_named_as_csv_is_refused_with_how_to_save_it(tmp_path: Path, start: bytes) -> None:
    found = refusal(read(tmp_path, start + bytes(range(256))))
    assert found.reason == "not_csv"
    assert "save the sheet as 'CSV UTF-8'" in found.message


def test_a_missing_value_is_refused_with_what_belongs_there(tmp_path: Path) -> None:
    found = refusal(read(tmp_path, rows(("", "1"))))
    assert (found.column, found.reason) == ("lot_id", "missing_value")
    assert "Lot identifier" in found.message


def test_all_that_is_wrong_with_a_row_is_told_at_once(tmp_path: Path) -> None:
    found = refusal(read(tmp_path, rows(("A", "-1")).replace("SL,NATURAL", "SL,NATURE")))
    assert found.column == "carats"
    assert found.message.startswith("expected a weight")
    assert "species: " in found.message
    assert "NATURAL, LAB_GROWN, UNKNOWN" in found.message


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(x)", "+SUM(A1)", "@cmd", "'; DROP TABLE events; --", "<script>"])
def test_formulas_and_code_are_kept_as_plain_text(tmp_path: Path, text: str) -> None:
    (reading,) = read(tmp_path, rows((text, "1")))
    assert isinstance(reading, Accepted)
    assert isinstance(reading.record.event.body, LotRegistered)
    assert reading.record.event.body.lines[0].lot_id == text


def test_local_times_take_the_offset_of_their_column(tmp_path: Path) -> None:
    header = HEADER.replace("registered_at", "registered_at,utc_offset")
    row = ROW.format(lot="A", carats="1").replace("2024-05-01", "2024-05-01 08:30,+05:30")
    (reading,) = read(tmp_path, f"{header}\n{row}\n")
    assert isinstance(reading, Accepted)
    assert reading.record.event.occurred_at == datetime(2024, 5, 1, 3, 0, tzinfo=UTC)
    assert reading.record.event.utc_offset_minutes == 330


def test_a_time_with_its_own_offset_is_taken_as_written_and_may_not_contradict_the_column(tmp_path: Path) -> None:
    header = HEADER.replace("registered_at", "registered_at,utc_offset")
    row = ROW.format(lot="A", carats="1")
    good = row.replace("2024-05-01", "2024-05-01T08:30+02:00,")
    bad = row.replace("2024-05-01", "2024-05-01T08:30+02:00,+01:00")
    first, second = read(tmp_path, f"{header}\n{good}\n{bad}\n")
    assert isinstance(first, Accepted)
    assert first.record.event.occurred_at == datetime(2024, 5, 1, 6, 30, tzinfo=UTC)
    assert first.record.event.utc_offset_minutes == 120
    assert isinstance(second, Refused)
    assert (second.column, second.reason) == ("utc_offset", "bad_offset")


def test_a_repeated_row_that_is_declared_wrong_takes_back_the_event_of_the_first(tmp_path: Path) -> None:
    header = f"{HEADER},declared_wrong_at,declared_wrong_reason"
    row = ROW.format(lot="A", carats="1")
    first, second = read(tmp_path, f"{header}\n{row},,\n{row},2024-05-03T10:00Z,incorrect_data\n")
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    declaration = second.record.event.error_declaration
    assert declaration is not None
    assert declaration.reason is DeclarationReason.INCORRECT_DATA
    assert second.record.event.event_id == first.record.event.event_id
    assert second.record.digest == first.record.digest


@pytest.mark.parametrize(
    ("columns", "cells", "column"),
    [
        ("declared_wrong_at", "2024-05-03", "declared_wrong_reason"),
        ("declared_wrong_reason", "incorrect_data", "declared_wrong_at"),
        ("evidence_kind", "invoice", "evidence_reference"),
    ],
)
def test_cells_that_only_make_sense_together_are_asked_for_together(
    tmp_path: Path, columns: str, cells: str, column: str
) -> None:
    text = f"{HEADER},{columns}\n{ROW.format(lot='A', carats='1')},{cells}\n"
    found = refusal(read(tmp_path, text))
    assert (found.column, found.reason) == (column, "missing_value")


def test_half_a_certificate_is_refused_and_none_is_none(tmp_path: Path) -> None:
    header = (
        "exported_at,emitter,shipment_id,certificate_issuer,certificate_number,exporter,importer,from_country,"
        "to_country,parcels,total_carats,lot_id,carats,form,hs_code,species"
    )
    row = "2024-05-01,E,S{number},{certificate},E,I,SL,BE,1,1,A,1,ROUGH,710231,NATURAL"
    text = f"{header}\n{row.format(number=1, certificate='SL,')}\n{row.format(number=2, certificate=',')}\n"
    first, second = read(tmp_path, text)
    assert isinstance(first, Refused)
    assert (first.column, first.reason) == ("certificate_number", "missing_value")
    assert isinstance(second, Accepted)
    assert getattr(second.record.event.body, "certificate", "") is None
