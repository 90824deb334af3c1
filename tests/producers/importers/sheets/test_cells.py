"""Reading one cell: exact, or refused with advice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.importers.sheets import cells
from schemas.errors import MalformedInput
from schemas.events import HsRow, Process


def reason(read: cells.Reader, cell: str, mark: str | None = None) -> str:
    """Why ``read`` refuses ``cell``."""
    with pytest.raises(MalformedInput) as caught:
        read(cell, mark)
    assert "expected" in str(caught.value)
    return caught.value.reason


@given(st.integers(0, 10**12 - 1))
def test_every_weight_written_in_carats_is_read_exactly(thousandths: int) -> None:
    text = f"{thousandths // 1000}.{thousandths % 1000:03d}"
    assert cells.carats(text, None) == thousandths
    assert cells.carats(text.replace(".", ","), ",") == thousandths


@given(st.integers(0, 10**12 - 1))
def test_every_amount_written_in_dollars_is_read_exactly(cents: int) -> None:
    assert cells.dollars(f"{cents // 100}.{cents % 100:02d}", None) == cents


@pytest.mark.parametrize(
    ("cell", "expected"), [("3.27", 3270), ("3.2700000", 3270), ("0.001", 1), ("12", 12000), ("007", 7000)]
)
def test_weights_are_read_to_thousandths(cell: str, expected: int) -> None:
    assert cells.carats(cell, None) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("3.2701", "too_many_decimals"),
        ("1,234", "ambiguous_number"),
        ("1,234.5", "thousands_separator"),
        ("1.234,5", "thousands_separator"),
        ("1 234", "thousands_separator"),
        ("1\u00a0234", "thousands_separator"),
        ("1'234", "thousands_separator"),
        ("-1", "bad_number"),
        ("1E+05", "bad_number"),
        ("3.27 ct", "bad_number"),
        (".5", "bad_number"),
        ("5.", "bad_number"),
        ("nan", "bad_number"),
        ("\u0663", "bad_number"),
        ("9" * 13, "number_too_large"),
    ],
)
def test_weights_that_could_mean_something_else_are_refused(cell: str, expected: str) -> None:
    assert reason(cells.carats, cell) == expected


@pytest.mark.parametrize("cell", ["$5", "1,098,802.00", "1.005", "5 USD"])
def test_amounts_that_could_mean_something_else_are_refused(cell: str) -> None:
    reason(cells.dollars, cell)


@pytest.mark.parametrize(
    ("cell", "mark"),
    [("3,27", ","), ("0,970", ","), ("3.27", "."), ("1.234", "."), ("1,234", None), ("12", None), ("x", None)],
)
def test_a_cell_proves_a_decimal_mark_only_where_it_cannot_separate_thousands(cell: str, mark: str | None) -> None:
    assert cells.decimal_mark(cell) == mark


@pytest.mark.parametrize("cell", ["1.5", "-1", "1e3", "\u00b2", ""])
def test_counts_are_whole(cell: str) -> None:
    assert reason(cells.whole, cell) == "bad_number"


def test_coordinates_have_a_sign_and_decimals() -> None:
    assert cells.degrees("-24.52", None) == -24.52
    assert cells.degrees("-24,52", ",") == -24.52
    for cell in ("24,52", "24\u00b0", "S 24"):
        assert reason(cells.degrees, cell) == "bad_number"


@pytest.mark.parametrize("cell", ["2024-02-30", "01/02/2024", "1.2.2024", "45351", "2024-1-2", "today"])
def test_days_that_are_not_iso_are_refused(cell: str) -> None:
    assert reason(cells.day, cell) == "bad_date"
    assert reason(cells.moment, cell) == "bad_date"


def test_the_day_number_of_a_spreadsheet_is_recognised() -> None:
    with pytest.raises(MalformedInput, match="day number"):
        cells.day("45351", None)


def test_days_and_times_are_read() -> None:
    assert cells.day("2024-02-29", None) == date(2024, 2, 29)
    assert cells.moment("2024-02-29", None) == datetime(2024, 2, 29)  # noqa: DTZ001 - the sheet's own time
    assert cells.moment("2024-02-29 10:30:15.5", None) == datetime(2024, 2, 29, 10, 30, 15, 500000)  # noqa: DTZ001
    assert cells.moment("2024-02-29T10:30Z", None) == datetime(2024, 2, 29, 10, 30, tzinfo=UTC)
    east = timezone(timedelta(hours=5, minutes=30))
    assert cells.moment("2024-02-29 10:30 +05:30", None) == datetime(2024, 2, 29, 10, 30, tzinfo=east)


@pytest.mark.parametrize(
    ("cell", "minutes"), [("+02:00", 120), ("-0530", -330), ("+2", 120), ("Z", 0), ("utc", 0), ("+14:00", 840)]
)
def test_offsets_are_minutes_east_of_utc(cell: str, minutes: int) -> None:
    assert cells.offset(cell, None) == minutes


@pytest.mark.parametrize("cell", ["+15:00", "2", "+02:75", "CET", "+14:01"])
def test_offsets_that_no_place_has_are_refused(cell: str) -> None:
    assert reason(cells.offset, cell) == "bad_offset"


@pytest.mark.parametrize(
    ("cell", "expected"), [("yes", True), ("TRUE", True), ("1", True), ("No", False), ("0", False)]
)
def test_yes_and_no_are_read(cell: str, expected: bool) -> None:
    assert cells.flag(cell, None) is expected
    assert reason(cells.flag, "maybe") == "bad_choice"


@pytest.mark.parametrize("cell", ["CUT_AND_POLISH", "cut and polish", "Cut-and-polish"])
def test_choices_are_read_however_they_are_spelt(cell: str) -> None:
    assert cells.choice(Process)(cell, None) is Process.CUT_AND_POLISH
    assert reason(cells.choice(Process), "melt") == "bad_choice"


def test_customs_codes_have_six_digits() -> None:
    assert cells.hs_code("710231", None) == cells.hs_code("7102.31", None) == "710231"
    for cell in ("7102.1", "71", "71023100", "rough"):
        assert reason(cells.hs_code, cell) == "bad_hs_code"


def test_totals_by_customs_code_stand_in_one_cell() -> None:
    rows = cells.hs_rows("710231 125.40 23600 | 710221 10 120.5", None)
    assert rows == (HsRow("710231", 125400, 2360000), HsRow("710221", 10000, 12050))
    assert reason(cells.hs_rows, "710231 125.40") == "bad_hs_rows"


def test_lists_are_separated_by_bars_and_blanks_between_bars_are_nothing() -> None:
    assert cells.listing(" a b | c || ", None) == ("a b", "c")


def test_long_cells_are_shown_by_their_beginning() -> None:
    with pytest.raises(MalformedInput) as caught:
        cells.carats("x" * 10_000, None)
    assert len(str(caught.value)) < 300
