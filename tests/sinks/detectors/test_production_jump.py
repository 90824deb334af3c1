"""STA033: published production that jumps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from schemas.ports import Row, RowStore
from sinks.reference_rows import SITES, load_reference_tables, load_tables
from tests.build import packaged_reference
from tests.sinks.detecting import NOTICE, RETRACTED, look, site, subjects
from tests.sinks.storing import KNOWN

CODE = "STA033"


def figures(*carats: int, confidence: str = "sourced", first: int = 2014) -> list[Row]:
    """What QQ published for years one after the other."""
    return [(first + n, "QQ", weight, None, None, "test", confidence) for n, weight in enumerate(carats)]


def publish(store: RowStore, production: Sequence[Row], days: int = 0, **other: Sequence[Row]) -> None:
    """These figures and no others are known."""
    load_tables(store, {"kp_production": production, **other}, KNOWN + timedelta(days=days))


def test_twice_the_output_of_the_year_before_is_a_notice_with_both_figures(migrated: RowStore) -> None:
    publish(migrated, figures(1_000_000, 2_000_000))

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("country:QQ:2015", NOTICE)
    assert finding.got == "2000000 ct published (source test, sourced), 200% of the year before"
    assert finding.expected.startswith("at most 175% (proposed) of 1000000 ct in 2014 (source test)")


@pytest.mark.parametrize(("carats", "flagged"), [(1_750_000, False), (1_750_001, True), (500_000, False)])
def test_limit_of_the_jump(migrated: RowStore, carats: int, flagged: bool) -> None:
    publish(migrated, figures(1_000_000, carats))

    assert bool(subjects(migrated, CODE)) is flagged


def test_a_figure_is_compared_with_the_year_before_and_with_no_suspect_one(migrated: RowStore) -> None:
    publish(migrated, [*figures(1_000_000), *figures(9_000_000, first=2016)])
    assert subjects(migrated, CODE) == []

    publish(migrated, [*figures(1_000_000, confidence="suspect"), *figures(9_000_000, first=2015)], days=1)
    assert subjects(migrated, CODE) == []


@pytest.mark.parametrize(("start", "flagged"), [(2013, True), (2014, False), (2015, False), (2016, True)])
def test_a_status_that_changed_in_the_year_or_the_one_before_is_a_reason(
    migrated: RowStore, start: int, flagged: bool
) -> None:
    """As in Zimbabwe in 2010."""
    day, ever = date(start, 7, 15), date(2299, 12, 31)
    status = ("QQ", "country", "country", (), True, day, ever, "SUPERVISED", True, "test", "test", "sourced")
    publish(migrated, figures(1_000_000, 9_000_000), participant_status=[status])

    assert bool(subjects(migrated, CODE)) is flagged


@pytest.mark.parametrize(
    ("opened", "flagged"),
    [(date(2014, 1, 1), False), (date(2015, 12, 31), False), (date(2013, 12, 31), True), (None, False)],
    ids=["the year before", "the year itself", "earlier", "nobody knows when"],
)
def test_a_mine_that_opened_is_a_reason(migrated: RowStore, opened: date | None, flagged: bool) -> None:
    mine = replace(site("PIT", "QQ"), opened_on=opened)
    publish(migrated, figures(1_000_000, 9_000_000), sites=[SITES.row(mine)])

    assert bool(subjects(migrated, CODE)) is flagged


def test_the_published_figures_give_no_finding_while_the_openings_of_mines_are_not_known(migrated: RowStore) -> None:
    """Canada 2017 and Zimbabwe 2010 have their reasons."""
    load_reference_tables(migrated, packaged_reference(), KNOWN)

    assert subjects(migrated, CODE) == []


def test_a_restated_figure_takes_the_finding_back(migrated: RowStore) -> None:
    publish(migrated, figures(1_000_000, 2_000_000))
    assert subjects(migrated, CODE) == ["country:QQ:2015"]

    publish(migrated, figures(1_000_000, 1_500_000), days=1)
    assert [finding.status for finding in look(migrated, CODE)] == [RETRACTED]
