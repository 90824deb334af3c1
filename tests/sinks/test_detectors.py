"""Statistical detectors: what the published figures raise, what they leave alone, and what a restatement takes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from schemas.errors import ConfigurationError, StopError
from schemas.findings import Finding, FindingStatus, Severity
from schemas.ports import Row, RowStore
from sinks.detectors import ANSWER, as_detector, figure_id, load_detectors, run_detectors
from sinks.reference_rows import load_reference_tables, load_tables
from sinks.sqlfiles import SqlFile, read_sql
from tests.build import packaged_reference
from tests.sinks.storing import KNOWN, known_at, store_findings

STEADY = [(year, "QQ", 1_000_000, 100_000_000, None, "test", "sourced") for year in range(2010, 2015)]
"""US$100 a carat, five years on end."""


def figure(year: int, usd_per_carat: int, confidence: str = "sourced") -> Row:
    """One published year of the country QQ."""
    return (year, "QQ", 1_000_000, usd_per_carat * 1_000_000, None, "test", confidence)


def raised(store: RowStore, production: Sequence[Row], days: int = 0, **other: Sequence[Row]) -> list[tuple[str, str]]:
    """Rule and subject of what the detectors raise over these figures alone."""
    load_tables(store, {"kp_production": production, **other}, KNOWN + timedelta(days=days))
    return [(finding.rule, finding.subject) for finding in run_detectors(store, 1, KNOWN)]


def run(store: RowStore, position: int) -> list[Finding]:
    """Run all detectors and store what changed, as the runtime does."""
    changed = run_detectors(store, position, known_at(position))
    store_findings(store, changed)
    return changed


def test_the_published_figures_raise_south_africa_2017_and_botswana_2024_and_nothing_else(migrated: RowStore) -> None:
    """Not Canada 2017, a volume jump at a falling price, and not Zimbabwe 2010, whose status changed in that year."""
    load_reference_tables(migrated, packaged_reference(), KNOWN)

    found = run(migrated, 1)

    assert [(finding.rule, finding.subject) for finding in found] == [
        ("STA001", "country:ZA:2017"),
        ("STA002", "country:BW:2024"),
    ]
    assert found[0].got == "US$318.55 a carat (source n17, suspect)"
    assert "the median of 5 earlier figures since 2011" in found[0].expected
    assert found[1].expected.startswith("at most 23840979 ct: 1.3 times (proposed) the 18339215 ct reported by De")
    assert {(finding.severity, finding.blocking) for finding in found} == {(Severity.NOTICE, False)}


def test_a_second_run_over_the_same_figures_changes_nothing_and_is_on_record(migrated: RowStore) -> None:
    load_reference_tables(migrated, packaged_reference(), KNOWN)
    run(migrated, 1)

    assert run(migrated, 2) == []
    runs = migrated.query("SELECT detector, revision, open, raised, retracted FROM detector_runs ORDER BY ALL").rows
    raising = {"STA001", "STA002"}
    assert runs == tuple(
        (detector.code, revision, detector.code in raising, detector.code in raising and revision == 1, 0)
        for detector in load_detectors()
        for revision in (1, 2)
    )


def test_a_restated_figure_takes_the_finding_back_under_its_id(migrated: RowStore) -> None:
    load_tables(migrated, {"kp_production": [*STEADY, figure(2015, 319)]}, KNOWN)
    (first,) = run(migrated, 1)

    load_tables(migrated, {"kp_production": [*STEADY, figure(2015, 120)]}, KNOWN + timedelta(days=1))
    (second,) = run(migrated, 2)

    assert (second.finding_id, second.status, second.revision) == (first.finding_id, FindingStatus.RETRACTED, 2)
    assert run(migrated, 3) == []


def test_a_restated_figure_that_is_still_odd_revises_the_finding(migrated: RowStore) -> None:
    load_tables(migrated, {"kp_production": [*STEADY, figure(2015, 319)]}, KNOWN)
    (first,) = run(migrated, 1)

    load_tables(migrated, {"kp_production": [*STEADY, figure(2015, 200)]}, KNOWN + timedelta(days=1))
    (second,) = run(migrated, 2)

    assert (second.finding_id, second.status) == (first.finding_id, FindingStatus.RAISED)
    assert second.got.startswith("US$200.00")


def test_a_run_for_a_position_that_is_not_later_is_refused(migrated: RowStore) -> None:
    load_tables(migrated, {"kp_production": [*STEADY, figure(2015, 319)]}, KNOWN)
    run(migrated, 5)
    load_tables(migrated, {"kp_production": STEADY}, KNOWN + timedelta(days=1))

    with pytest.raises(StopError, match="run them for a later position"):
        run(migrated, 5)


@pytest.mark.parametrize(
    ("usd_per_carat", "flagged"), [(150, False), (151, True), (50, False), (49, True), (319, True)]
)
def test_more_than_half_away_from_the_history_is_flagged_and_exactly_half_is_not(
    migrated: RowStore, usd_per_carat: int, flagged: bool
) -> None:
    found = raised(migrated, [*STEADY, figure(2015, usd_per_carat)])

    assert found == ([("STA001", "country:QQ:2015")] if flagged else [])


def test_two_earlier_figures_are_too_few_to_judge_by_and_three_are_enough(migrated: RowStore) -> None:
    assert raised(migrated, [*STEADY[:2], figure(2015, 319)]) == []
    assert raised(migrated, [*STEADY[:3], figure(2015, 319)], days=1) == [("STA001", "country:QQ:2015")]


def test_figures_older_than_the_window_are_no_history(migrated: RowStore) -> None:
    assert raised(migrated, [*STEADY, figure(2022, 319)]) == [("STA001", "country:QQ:2022")]
    assert raised(migrated, [*STEADY, figure(2023, 319)], days=1) == []


def test_a_suspect_figure_is_judged_and_is_no_history_for_others(migrated: RowStore) -> None:
    odd = [figure(year, 319, "suspect") for year in (2015, 2016)]

    assert raised(migrated, [*STEADY, *odd, figure(2017, 319)]) == [
        ("STA001", f"country:QQ:{year}") for year in (2015, 2016, 2017)
    ]


def test_a_market_that_moved_over_the_years_is_no_jump(migrated: RowStore) -> None:
    climbing = [figure(2015, 140), figure(2016, 190), figure(2017, 250)]

    assert raised(migrated, [*STEADY, *climbing]) == []


@pytest.mark.parametrize(
    ("start", "stop"), [(date(2015, 7, 15), date(2299, 12, 31)), (date(2009, 1, 1), date(2015, 3, 1))]
)
def test_a_year_in_which_the_status_changed_is_not_judged(migrated: RowStore, start: date, stop: date) -> None:
    status = ("QQ", "country", "country", (), True, start, stop, "SUPERVISED", True, "test", "test", "sourced")

    assert raised(migrated, [*STEADY, figure(2015, 319)], participant_status=[status]) == []


@pytest.mark.parametrize(
    ("kind", "opened", "closed", "flagged"),
    [
        ("mine", date(2015, 2, 1), None, False),
        ("mine", date(2001, 1, 1), date(2015, 11, 1), False),
        ("mine", date(2014, 12, 31), None, True),
        ("office", date(2015, 2, 1), None, True),
    ],
)
def test_a_year_in_which_a_mine_opened_or_closed_is_not_judged(
    migrated: RowStore, kind: str, opened: date, closed: date | None, flagged: bool
) -> None:
    site = ("QQ-1", "One", "QQ", kind, "", None, opened, closed, "test", "sourced", "")

    assert bool(raised(migrated, [*STEADY, figure(2015, 319)], sites=[site])) is flagged


@pytest.mark.parametrize(("carats", "flagged"), [(1_300_000, False), (1_300_001, True)])
def test_production_is_flagged_above_thirteen_tenths_of_what_operators_report(
    migrated: RowStore, carats: int, flagged: bool
) -> None:
    operators = [(2020, "QQ", name, 500_000, True, "test", "sourced", "") for name in ("One", "Two")]

    found = raised(migrated, [(2020, "QQ", carats, None, None, "test", "sourced")], operator_production=operators)

    assert found == ([("STA002", "country:QQ:2020")] if flagged else [])


def test_operators_that_make_only_part_of_the_output_prove_nothing(migrated: RowStore) -> None:
    operators = [(2020, "QQ", "One", 500_000, True, "test", "sourced", "")]
    operators += [(2020, "QQ", "Two", 500_000, False, "test", "sourced", "")]

    assert (
        raised(migrated, [(2020, "QQ", 9_000_000, None, None, "test", "sourced")], operator_production=operators) == []
    )


def test_each_figure_has_an_id_of_its_own() -> None:
    assert figure_id("country:ZA:2017") != figure_id("country:ZA:2018")


def test_every_file_in_the_folder_is_a_detector_with_a_code_of_its_own(root: Path) -> None:
    files = {path.stem for path in (root / "sinks" / "detectors").glob("*.sql")}
    detectors = load_detectors()

    assert {detector.file.name for detector in detectors} == files
    assert len({detector.code for detector in detectors}) == len(files)
    assert [detector.code for detector in detectors if "minimum_sample" not in detector.file.parameters] == []


def detector_file(name: str = "sta999_x.sql", sql: str = "SELECT 1", more: str = "", **changes: str) -> SqlFile:
    """A detector's file with some lines of its header changed, and ``more`` columns or parameters."""
    fields = {
        "code": "STA999", "title": "A title", "law": "A law", "severity": "NOTICE", "version": "1",
        "subject": "country", "window_years": "5", "minimum_sample": "1",
    } | changes  # fmt: skip
    columns = "".join(f"-- column {name} {type_name}: x\n" for name, type_name in ANSWER)
    header = "".join(f"-- {name}: {text}\n" for name, text in fields.items())
    return read_sql(name, f"{header}{columns}{more}\n{sql}", frozenset(), frozenset(fields))


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("other_x.sql", {}, "a name that begins with the code STA999"),
        ("sta999_x.sql", {"severity": "TERRIBLE"}, "TERRIBLE"),
        ("sta999_x.sql", {"version": "one"}, "one"),
        ("sta999_x.sql", {"minimum_sample": "few"}, "few"),
    ],
)
def test_a_header_that_cannot_be_stops_the_program(name: str, changes: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        as_detector(detector_file(name, **changes))


def test_a_detector_must_answer_with_the_columns_of_all_detectors() -> None:
    file = read_sql(
        "sta999_x.sql",
        "-- code: STA999\n-- column subject String: x\nSELECT 'x' AS subject",
        frozenset({"code"}),
        frozenset(),
    )

    with pytest.raises(ConfigurationError, match="expected the columns"):
        as_detector(file)


def test_a_threshold_is_given_in_the_header_under_the_name_of_its_parameter(migrated: RowStore) -> None:
    at = "toDateTime64('2024-01-01 00:00:00', 6, 'UTC')"
    detector = as_detector(
        detector_file(
            sql=f"SELECT 'country:QQ' AS subject, toString({{most:UInt16}}) AS got, '' AS expected, {at} AS dated_at,"
            f" if({{on:DateTime64(6, 'UTC')}} > {at}, 'BREACH', 'NOTICE') AS severity",
            more="-- parameter most UInt16: x\n-- parameter on DateTime64(6, 'UTC'): x\n-- column severity String: x\n",
            most="7",
        )
    )

    (finding,) = detector.run(migrated, 1, KNOWN).values()

    assert (finding.got, finding.severity) == ("7", Severity.BREACH)


@pytest.mark.parametrize(
    ("more", "changes", "message"),
    [
        ("-- parameter most UInt16: x\n", {}, "nothing fills the parameter most"),
        ("", {"window_days": "3"}, "expected one of window_days, window_months, window_years"),
        ("-- column colour String: x\n", {}, "expected the columns"),
    ],
)
def test_what_nobody_fills_or_understands_stops_the_program(more: str, changes: dict[str, str], message: str) -> None:
    sql = "SELECT {most:UInt16}" if "most" in more else "SELECT 1"

    with pytest.raises(ConfigurationError, match=message):
        as_detector(detector_file(sql=sql, more=more, **changes))
