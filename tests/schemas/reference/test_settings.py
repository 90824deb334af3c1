"""Settings: what counts where, and tables of them that cannot be used."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from schemas.reference.load import load_reference, reference_version
from schemas.reference.load_settings import check_settings
from schemas.reference.settings import (
    CARATS,
    CENTS,
    DAYS,
    METRES,
    NUMBER,
    PER_MILLE,
    SPEED,
    Setting,
    SettingRow,
    SettingTable,
    amount_text,
)
from schemas.reference.tables import ReferenceDataError
from tests.changes import party

HEAD = "rule,setting,participant,value,source,note"
DAY = date(2024, 3, 1)
NOTICE = Setting("TST001", "notice_after", 10, DAYS, "a notice after; of the issuer", least=1, most=100)
BREACH = Setting("TST001", "breach_after", 30, DAYS, "a breach after; of the issuer")
WHOLE = Setting("STA900", "most_per_mille", 500, PER_MILLE, "flagged above", everywhere_only=True)


def overlay(folder: Path, *rows: str, head: str = HEAD) -> Path:
    """A folder with a table of settings."""
    (folder / "settings.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return folder


def row(value: int, participant: str | None = None, setting: Setting = NOTICE) -> SettingRow:
    """A row about a setting."""
    return SettingRow(setting.rule, setting.name, participant, value, "own", where="settings.csv, line 2")


# ------------------------------------------------------------------------------------------------------ what counts


@pytest.mark.parametrize(
    ("rows", "participant", "value"),
    [
        ([], "ZA", 10),
        ([row(20)], None, 20),
        ([row(20)], "ZA", 20),
        ([row(5, "ZA")], "ZA", 5),
        ([row(5, "ZA")], "BW", 10),
        ([row(5, "ZA")], None, 10),
        ([row(20), row(5, "ZA")], "ZA", 5),
        ([row(20), row(5, "ZA")], "BW", 20),
        ([row(5, "ZA"), row(6, "ZA")], "ZA", 6),
        ([row(7, None, BREACH)], "ZA", 10),
    ],
)
def test_a_participants_own_value_counts_then_the_one_for_everywhere_then_the_default(
    rows: list[SettingRow], participant: str | None, value: int
) -> None:
    assert SettingTable.of(rows).value(NOTICE, participant) == value


@pytest.mark.parametrize(
    ("country", "day", "value"),
    [("BE", DAY, 5), ("EU", DAY, 5), ("ZA", DAY, 10), (None, DAY, 10), ("HR", date(2013, 6, 30), 10), ("HR", DAY, 5)],
)
def test_a_country_goes_by_the_value_of_the_participant_it_belongs_to_on_the_day(
    country: str | None, day: date, value: int
) -> None:
    reference = load_reference().with_settings(row(5, "EU"))
    assert reference.setting(NOTICE, country, day) == value


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (10, DAYS, "10 days"), (1, DAYS, "1 day"), (5, PER_MILLE, "0.5 %"), (100, PER_MILLE, "10 %"),
        (20, CARATS, "0.02 ct"), (2500, CENTS, "US$25.00"), (1000, METRES, "1,000 m"), (900, SPEED, "900 km/h"),
        (12, NUMBER, "12"),
    ],
)  # fmt: skip
def test_a_value_is_written_with_its_unit(value: int, unit: str, text: str) -> None:
    assert amount_text(value, unit) == text


def test_only_a_default_of_this_project_is_called_proposed() -> None:
    assert (NOTICE.words, NOTICE.told(20)) == ("10 days (proposed)", "20 days")
    assert Setting("TST001", "x", 15, DAYS, "by law", proposed=False).words == "15 days"


# ---------------------------------------------------------------------------------------------------------- the table


def test_the_united_states_keep_their_fifteen_days_whatever_is_set_everywhere(tmp_path: Path) -> None:
    found = load_reference(overlay(tmp_path, "KIM010,notice_after,,20,own,"))
    receipt = Setting("KIM010", "notice_after", 15, DAYS, "as the rule has it")
    assert [found.setting(receipt, country, DAY) for country in ("US", "AE")] == [15, 20]


def test_an_operators_row_counts_over_the_packaged_row_about_the_same(tmp_path: Path) -> None:
    found = load_reference(overlay(tmp_path, "KIM010,notice_after,US,12,own,"))
    assert [(kept.value, kept.packaged) for kept in found.settings.rows] == [(12, False)]


def test_the_edition_of_the_reference_data_changes_with_the_table(tmp_path: Path) -> None:
    first = reference_version(overlay(tmp_path, "TST001,notice_after,,20,own,"))
    second = reference_version(overlay(tmp_path, "TST001,notice_after,,21,own,"))
    assert len({reference_version(), first, second}) == 3


def test_a_value_from_memory_says_so_where_it_is_told(tmp_path: Path) -> None:
    found = load_reference(
        overlay(
            tmp_path,
            "TST001,notice_after,ZA,20,own,memory,a colleague said",
            head=HEAD.replace("note", "confidence,note"),
        )
    )
    told = [kept.told for kept in found.settings.rows]
    assert told == ["in US [us15]", "in ZA [own] (from memory)"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["KIM010,notice_after,,ten,own,"], "line 2, column value: expected a whole number, got 'ten'"),
        (["KIM010,notice_after,,-1,own,"], "line 2, column value: expected a whole number, got '-1'"),
        (["KIM010,notice_after,,1.5,own,"], "line 2, column value: expected a whole number, got '1.5'"),
        (["KIM010,notice_after,,,own,"], "line 2, column value: expected a whole number, got ''"),
        (["KIM010,notice_after,BE,10,own,"], "line 2, column participant: .* or EU for its member states.* got 'BE'"),
        (["KIM010,notice_after,XX,10,own,"], "line 2, column participant: expected the code of a participant.*'XX'"),
        (["KIM010,notice_after,,10,,"], "line 2, column source: expected a value, got ''"),
        ([",notice_after,,10,own,"], "line 2, column rule: expected a value, got ''"),
        (["KIM010,notice_after,,10"], "line 2: expected 6 cells, got 4"),
        (
            ["KIM010,notice_after,ZA,10,own,", "KIM010,notice_after,ZA,10,own,"],
            r"line 3, column setting: expected one value of KIM010 notice_after in ZA \(it stands in line 2\)",
        ),
        (
            ["KIM010,notice_after,,10,own,", "KIM010,notice_after,,11,own,"],
            "line 3, column setting: expected one value of KIM010 notice_after everywhere",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_file_line_and_what_was_expected(
    tmp_path: Path, rows: list[str], message: str
) -> None:
    with pytest.raises(ReferenceDataError, match=message) as refused:
        load_reference(overlay(tmp_path, *rows))
    assert str(tmp_path / "settings.csv") in str(refused.value)
    assert "correct the file" in str(refused.value)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (SettingRow("TST999", "x", None, 1), "column rule: expected the code of a rule .* got 'TST999'"),
        (SettingRow("TST001", "x", None, 1), "column setting: expected one of breach_after, notice_after, got 'x'"),
        (row(0), "column value: expected a number of days from 1 to 100, got '0'"),
        (row(101), "column value: expected a number of days from 1 to 100, got '101'"),
        (row(400, "ZA", WHOLE), "column participant: expected nothing: the detector STA900 looks at all .* got 'ZA'"),
        (row(30), "column value: expected values of notice_after, breach_after that rise, got 30 and 30"),
        (row(31, "ZA"), "column value: expected values of notice_after, breach_after that rise, got 31 and 30"),
    ],
)
def test_a_row_that_sets_nothing_there_is_is_refused_with_what_to_do(found: SettingRow, message: str) -> None:
    with pytest.raises(ReferenceDataError, match=message) as refused:
        check_settings(SettingTable.of([found]), [NOTICE, BREACH, WHOLE], [(NOTICE, BREACH)])
    assert str(refused.value).startswith(found.where)
    assert re.search("correct the file and start again .*`caratrace rules`", str(refused.value))


@pytest.mark.parametrize("found", [row(1), row(29), row(100, None, WHOLE), row(11, "ZA", BREACH)])
def test_a_row_within_its_limits_is_taken(found: SettingRow) -> None:
    check_settings(SettingTable.of([found]), [NOTICE, BREACH, WHOLE], [(NOTICE, BREACH)])


def test_what_would_rise_everywhere_must_rise_in_each_participant_too() -> None:
    rows = [row(20, "ZA"), row(15, None, BREACH)]
    with pytest.raises(ReferenceDataError, match="rise, got 20 and 15"):
        check_settings(SettingTable.of(rows), [NOTICE, BREACH], [(NOTICE, BREACH)])


def test_a_statement_about_other_reference_data_leaves_settings_as_they_are() -> None:
    reference = load_reference().with_settings(row(20))
    assert reference.after(party("NEW-1")).settings is reference.settings
