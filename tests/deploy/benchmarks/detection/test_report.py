"""The figures of the benchmark are printed for people: lists of rows as tables, and all else as a summary."""

from __future__ import annotations

import pytest

from deploy.commands.bench import print_report


def test_lists_of_seeds_stand_in_the_summary_and_rows_in_tables(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(
        {"seeds_reported": [101, 102], "codes": [{"code": "KIM001", "recall": 1.0}], "falls_short": []}, "table"
    )
    said = capsys.readouterr().out
    assert "101" in said
    assert "102" in said
    assert "KIM001" in said
