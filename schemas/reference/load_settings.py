"""Reads ``settings.csv``, packaged or the operator's own, and checks it against the settings there are.

Reads files: not for rules. Which settings there are the rules and detectors say, so what a row names is checked where
they meet the reference data, with ``check_settings``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from schemas.reference.settings import Setting, SettingRow, SettingTable
from schemas.reference.tables import ReferenceDataError, Row, read_file, read_packaged

SETTING_COLUMNS = ("rule", "setting", "participant", "value", "source", "note")
"""Columns of ``settings.csv``; an empty participant means everywhere."""

SETTING_OPTIONS = ("confidence",)
"""Columns that it may have besides; left out, a source states the value."""

_FILE = "settings.csv"


def setting_table(own: Path | None, participants: Collection[str]) -> SettingTable:
    """The packaged rows, and those of a file. Raises ReferenceDataError, naming line and column, for a bad row."""
    packaged = read_packaged(_FILE, (*SETTING_COLUMNS, *SETTING_OPTIONS))
    rows = [_row(row, participants, packaged=True) for row in _distinct(packaged)]
    if own is not None:
        stated = read_file(own, SETTING_COLUMNS, SETTING_OPTIONS)
        rows += [_row(row, participants) for row in _distinct(stated)]
    return SettingTable.of(rows)


def _row(row: Row, participants: Collection[str], *, packaged: bool = False) -> SettingRow:
    participant = row.maybe("participant")
    if participant is not None and participant not in participants:
        raise row.error(
            "participant", "the code of a participant, as ZA, or EU for its member states, or nothing for everywhere"
        )
    return SettingRow(
        rule=row.text("rule"),
        name=row.text("setting"),
        participant=participant,
        value=row.whole("value"),
        source=row.text("source"),
        confidence=row.confidence() if row.cells.get("confidence") else "sourced",
        note=row.maybe("note") or "",
        where=f"{row.file}, line {row.line}",
        packaged=packaged,
    )


def _distinct(rows: Iterable[Row]) -> list[Row]:
    """The rows, of which two about one setting in one place would make their order decide."""
    first: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        place = row.cells["rule"], row.cells["setting"], row.cells["participant"]
        before = first.setdefault(place, row)
        if before is not row:
            where = f"in {place[2]}" if place[2] else "everywhere"
            raise row.error("setting", f"one value of {place[0]} {place[1]} {where} (it stands in line {before.line})")
    return list(first.values())


def check_settings(table: SettingTable, known: Iterable[Setting], rising: Iterable[Sequence[Setting]] = ()) -> None:
    """Whether every row sets what there is to a value it may have; of each group of ``rising`` the values must rise.

    Raises ReferenceDataError, naming file and line, what was expected and what to do.
    """
    by_rule: dict[str, dict[str, Setting]] = {}
    for setting in known:
        by_rule.setdefault(setting.rule, {})[setting.name] = setting
    for row in table.rows:
        _check_row(row, by_rule)
    for group in rising:
        rows = [row for setting in group for row in table.of_setting(setting)]
        for place in sorted({row.participant or "" for row in rows}):
            values = [table.value(setting, place or None) for setting in group]
            if sorted(set(values)) != values:
                row = next(row for row in reversed(rows) if (row.participant or "") in {place, ""})
                names = ", ".join(setting.name for setting in group)
                raise _refused(row, "value", f"values of {names} that rise", " and ".join(map(str, values)))


def _check_row(row: SettingRow, by_rule: dict[str, dict[str, Setting]]) -> None:
    if row.rule not in by_rule:
        raise _refused(row, "rule", "the code of a rule or detector that has settings, as CUS003", repr(row.rule))
    setting = by_rule[row.rule].get(row.name)
    if setting is None:
        raise _refused(row, "setting", f"one of {', '.join(sorted(by_rule[row.rule]))}", repr(row.name))
    if not setting.least <= row.value <= setting.most:
        expected = f"a number of {setting.unit} from {setting.least} to {setting.most}"
        raise _refused(row, "value", expected, repr(str(row.value)))
    if setting.everywhere_only and row.participant is not None:
        expected = f"nothing: the detector {row.rule} looks at all participants in one statement"
        raise _refused(row, "participant", expected, repr(row.participant))


def _refused(row: SettingRow, column: str, expected: str, got: str) -> ReferenceDataError:
    return ReferenceDataError(
        f"{row.where}, column {column}: expected {expected}, got {got}; correct the file and start again "
        "(`caratrace rules` lists all settings)"
    )
