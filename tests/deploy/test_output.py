"""What people and machines get to see of a result."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from deploy.output import LONGEST_CELL, as_text, print_rows

KNOWN = datetime(2024, 5, 3, 10, 0, 0, 529296, tzinfo=UTC)


def test_an_instant_can_be_copied_from_an_answer_into_the_next_question_without_loss() -> None:
    assert datetime.fromisoformat(as_text(KNOWN)) == KNOWN
    assert as_text(KNOWN.replace(microsecond=0)) == "2024-05-03T10:00:00Z"


def test_tables_show_weights_and_amounts_with_their_units(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(("carats", "value_cents"), [(124850, 1810000), (None, None)], "table")

    shown = capsys.readouterr().out
    assert "124.85 ct" in shown
    assert "US$18,100.00" in shown


@pytest.mark.parametrize("form", ["json", "csv"])
def test_machines_get_integers_and_every_character(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    long = "x" * (2 * LONGEST_CELL)
    print_rows(("carats", "payload", "counts", "known_at"), [(124850, long, True, KNOWN)], form)

    shown = capsys.readouterr().out
    wanted = {"carats": 124850, "payload": long, "counts": True, "known_at": "2024-05-03T10:00:00.529296Z"}
    if form == "json":
        assert json.loads(shown) == wanted
    else:
        assert shown.splitlines()[1] == f"124850,{long},true,2024-05-03T10:00:00.529296Z"


def test_a_table_too_wide_to_read_is_printed_as_one_block_for_each_row(capsys: pytest.CaptureFixture[str]) -> None:
    columns = [f"column_{number:02}" for number in range(20)]
    print_rows(columns, [[*(f"value {number}" for number in range(19)), None]], "table", title="What is it?")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "What is it?"
    assert "column_07  value 7" in lines
    assert not any("column_19" in line for line in lines)


def test_a_very_long_cell_of_a_table_is_shortened_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(("payload",), [("x " * LONGEST_CELL,)], "table")

    assert "(2,000 characters; --format json shows them all)" in " ".join(capsys.readouterr().out.split())


def test_square_brackets_are_shown_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(("law",), [(r"Annex II [eu_a2] [/] \[bold]",)], "table")

    assert r"Annex II [eu_a2] [/] \[bold]" in capsys.readouterr().out
