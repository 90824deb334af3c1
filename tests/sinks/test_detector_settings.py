"""What an operator may set of a detector, and what it then finds and says."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from schemas.findings import Finding
from schemas.ports import RowStore
from schemas.reference.settings import CARATS, CENTS, DAYS, HOURS, MONTHS, NUMBER, PER_MILLE, SettingRow, SettingTable
from sinks.detector_settings import as_setting
from sinks.detectors import load_detectors, run_detectors
from sinks.migrate import migrate
from sinks.parameters import Parameter
from tests.build import exported, instant, line
from tests.sinks.storing import store_events


def table(value: int, name: str = "notice_per_mille") -> SettingTable:
    """One setting of STA003, whose default is 600."""
    return SettingTable.of([SettingRow("STA003", name, None, value, "own")])


def looked(store: RowStore, settings: SettingTable) -> list[Finding]:
    """What STA003 finds under these settings."""
    detectors = [detector for detector in load_detectors(settings) if detector.code == "STA003"]
    return run_detectors(store, 1, instant("2026-01-01"), detectors)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("notice_per_mille", PER_MILLE), ("gem_least_cents", CENTS), ("loss_thousandths", CARATS), ("lag_days", DAYS),
        ("least_hours", HOURS), ("window_months", MONTHS), ("most_carats", "ct"), ("minimum_sample", NUMBER),
    ],
)  # fmt: skip
def test_a_parameter_says_its_unit_by_its_name(name: str, unit: str) -> None:
    found = as_setting("STA900", Parameter(name, "UInt16", "flagged above this (proposed)"), 5)
    assert (found.unit, found.meaning, found.proposed) == (unit, "flagged above this", True)
    assert (found.least, found.most, found.everywhere_only) == (1, 65_535, True)


def test_everything_that_a_statement_takes_may_be_set_and_nothing_else() -> None:
    for detector in load_detectors():
        names = {setting.name for setting in detector.own_settings}
        assert names == set(detector.file.parameters) - {"on"}
        assert all(setting.default == detector.settings[setting.name] for setting in detector.own_settings)


def test_what_is_set_stands_in_place_of_the_default_of_that_detector_alone() -> None:
    before, after = load_detectors(), load_detectors(table(700))
    changed = [(old.code, new.settings) for old, new in zip(before, after, strict=True) if old.settings != new.settings]
    assert changed == [("STA003", {**next(d.settings for d in before if d.code == "STA003"), "notice_per_mille": 700})]


def shipped(count: int, cents: int) -> list[CustodyEvent]:
    """So many shipments at US$100 a carat, and one at ``cents``."""
    history = [
        exported(line(f"H{n}", stones=5, value_cents=10_000), f"2024-{n + 1:02}-01", shipment_id=f"H{n}", under=None)
        for n in range(count)
    ]
    odd = exported(line("X", stones=5, value_cents=cents), "2024-12-15", shipment_id="X", under=None)
    return [*history, odd]


@pytest.mark.parametrize(("value", "found"), [(None, 0), (650, 0), (651, 1), (700, 1)])
def test_a_detector_goes_by_the_threshold_that_is_set(migrated: RowStore, value: int | None, found: int) -> None:
    store_events(migrated, shipped(12, 6_500))

    said = looked(migrated, table(value) if value else SettingTable())

    assert [finding.subject for finding in said] == ["party:TRADER:X"] * found
    assert [finding.expected.endswith(" in 12 months (as set)") for finding in said] == [True] * found


def test_a_threshold_stays_a_proposal_where_only_the_sample_is_set(migrated: RowStore) -> None:
    store_events(migrated, shipped(4, 5_000))
    assert [finding.expected[-10:] for finding in looked(migrated, table(4, "minimum_sample"))] == ["(proposed)"]


def test_a_run_of_all_detectors_goes_by_the_table(chdb_store: RowStore) -> None:
    migrate(chdb_store)
    store_events(chdb_store, shipped(12, 6_500))
    said = run_detectors(chdb_store, 1, instant("2026-01-01"), table=table(651))
    assert "party:TRADER:X" in {finding.subject for finding in said}
