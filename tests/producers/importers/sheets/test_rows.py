"""Sheets as spreadsheets save them: delimiters, encodings, quotation marks, decimal marks, broken lines."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.importers.base import Accepted, Refused
from producers.importers.sheets.rows import LONGEST_LINE, LONGEST_RECORD
from schemas.events import LotRegistered
from tests.producers.importers.sheets.builder import (
    HEADER,
    RELEASE,
    RELEASES,
    ROW,
    carats,
    read,
    refusal,
    rows,
)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_encoding_and_line_ends_of_spreadsheets_are_understood(
    tmp_path: Path, delimiter: str, encoding: str, end: str
) -> None:
    text = rows(("Ä 1", "3.27"), ("B", "12")).replace(",", delimiter).replace("\n", end)
    readings = read(tmp_path, text.encode(encoding))
    assert carats(readings) == [3270, 12000]
    assert [reading.position for reading in readings] == ["line 2", "line 3"]


def test_a_first_line_that_declares_the_delimiter_is_no_header(tmp_path: Path) -> None:
    text = "sep=;\n" + rows(("A", "1,5")).replace(",", ";").replace("1;5", "1,5")
    (reading,) = read(tmp_path, text)
    assert reading.position == "line 3"
    assert carats([reading]) == [1500]


def test_a_decimal_comma_is_read_where_the_file_proves_it(tmp_path: Path) -> None:
    text = rows(("A", "3.27"), ("B", "1.234")).replace(",", ";").replace(".", ",")
    assert carats(read(tmp_path, text)) == [3270, 1234]


def test_a_comma_that_may_separate_thousands_is_refused(tmp_path: Path) -> None:
    text = rows(("A", "1.234"), ("B", "12")).replace(",", ";").replace(".", ",")
    first, second = read(tmp_path, text)
    assert isinstance(first, Refused)
    assert (first.reason, first.column) == ("ambiguous_number", "carats")
    assert "1.234" in first.message
    assert isinstance(second, Accepted)


def test_a_file_with_two_decimal_marks_is_refused_whole(tmp_path: Path) -> None:
    text = rows(("A", "3.27"), ("B", "1x5")).replace(",", ";").replace("1x5", "1,5")
    found = refusal(read(tmp_path, text))
    assert found.reason == "mixed_decimal_marks"
    assert "line 2 uses '.'" in found.message
    assert "line 3 uses ','" in found.message


def test_names_of_columns_may_be_written_with_capitals_and_spaces_and_end_in_blanks(tmp_path: Path) -> None:
    header = HEADER.replace("_", " ").title() + ",,"
    assert carats(read(tmp_path, rows(("A", "1"), header=header))) == [1000]


def test_quoted_cells_hold_delimiters_and_line_breaks_and_positions_stay_right(tmp_path: Path) -> None:
    quoted = '"one, ""two"", three"'
    header = f"evidence_kind,evidence_reference,{HEADER}"
    first = f'photograph,"a\nb",{ROW.format(lot=quoted, carats="1")}'
    text = f"{header}\n{first}\n,,{ROW.format(lot='B', carats='x')}\n"
    good, bad = read(tmp_path, text)
    assert isinstance(good, Accepted)
    assert isinstance(good.record.event.body, LotRegistered)
    assert good.record.event.body.lines[0].lot_id == 'one, "two", three'
    assert good.record.event.evidence[0].reference == "a\nb"
    assert good.position == "line 2"
    assert bad.position == "line 4"


@pytest.mark.parametrize("count", [3, LONGEST_RECORD + 50])
def test_an_unclosed_quotation_mark_costs_its_own_line_only(tmp_path: Path, count: int) -> None:
    lots = [(str(number), "1") for number in range(count)]
    text = rows(("A", "1"), ('"B', "1"), *lots)
    readings = read(tmp_path, text)
    wrong = [reading for reading in readings if isinstance(reading, Refused)]
    assert [reading.position for reading in wrong] == ["line 3"]
    assert wrong[0].reason in {"bad_csv", "quote_not_closed"}
    assert len(carats(readings)) == count + 1


def test_a_line_without_end_is_refused_and_not_held(tmp_path: Path) -> None:
    long = "x" * (3 * LONGEST_LINE)
    text = rows(("A", "1"), (long, "1"), ("B", "1"))
    first, second, third = read(tmp_path, text)
    assert isinstance(first, Accepted)
    assert isinstance(second, Refused)
    assert (second.position, second.reason) == ("line 3", "line_too_long")
    assert second.size == len(text.splitlines()[2]) + 1
    assert second.payload == text.splitlines()[2].encode()[: len(second.payload)] != b""
    assert isinstance(third, Accepted)
    assert third.position == "line 4"


def test_bytes_that_are_no_utf8_refuse_their_row(tmp_path: Path) -> None:
    text = rows(("A", "1"), ("Müller", "1")).encode("cp1252")
    first, second = read(tmp_path, text)
    assert isinstance(first, Accepted)
    assert isinstance(second, Refused)
    assert (second.position, second.reason) == ("line 3", "not_utf8")
    assert b"M\xfcller" in second.payload
    assert "got 'M\ufffdller'" in second.message


def test_an_event_beside_a_line_that_cannot_be_read_is_refused_because_it_may_miss_a_lot(tmp_path: Path) -> None:
    lots = [("H1", "A", "1"), ("H2", "B", "1"), ("H2", '"C', "1"), ("H3", "D", "1"), ("H4", "E", "1")]
    text = "\n".join([RELEASES, *(RELEASE.format(handover=h, lot=lot, carats=c) for h, lot, c in lots)])
    readings = read(tmp_path, text)
    assert [reading.position for reading in readings] == [f"line {number}" for number in range(2, 7)]
    answers = [reading.reason if isinstance(reading, Refused) else "" for reading in readings]
    assert answers == ["", "beside_unreadable", "bad_csv", "beside_unreadable", ""]


def test_a_quotation_mark_that_runs_into_a_long_line_leaves_the_other_lines_and_their_numbers_right(
    tmp_path: Path,
) -> None:
    text = rows(("A", "1"), ('"B', "1"), ("C", "1"), ("x" * LONGEST_LINE, "1"), ("D", "1"))
    readings = read(tmp_path, text)
    refusals = [(reading.position, reading.reason) for reading in readings if isinstance(reading, Refused)]
    assert sorted(refusals) == [("line 3", "quote_not_closed"), ("line 5", "line_too_long")]
    assert [reading.position for reading in readings if isinstance(reading, Accepted)] == ["line 2", "line 4", "line 6"]


@given(st.binary(max_size=400), st.booleans())
def test_whatever_a_file_holds_is_answered_and_never_raises(data: bytes, with_header: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content = HEADER.encode() + b"\n" + data if with_header else data
        readings = read(Path(folder), content)
    assert all(isinstance(reading, Accepted | Refused) for reading in readings)
    assert readings or with_header is False


@given(st.text(alphabet=' ,";\n\rA1.', max_size=300))
def test_every_line_of_a_sheet_is_accounted_for(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        readings = read(Path(folder), f"{HEADER}\n{text}\n{ROW.format(lot='LAST', carats='1')}\n")
    assert readings
    assert carats(readings)[-1:] == [1000]
