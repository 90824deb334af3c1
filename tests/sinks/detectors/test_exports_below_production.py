"""STA040: hardly anything of what a country mines leaves it under certificates."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schemas.ports import Row, RowStore
from sinks.reference_rows import load_reference_tables, load_tables
from tests.build import packaged_reference
from tests.sinks.detecting import NOTICE, RETRACTED, look, subjects
from tests.sinks.storing import KNOWN

CODE = "STA040"


def mined(*carats: int, confidence: str = "sourced") -> list[Row]:
    """Published output of QQ in the years from 2015 on."""
    return [(2015 + n, "QQ", weight, None, None, "m", confidence) for n, weight in enumerate(carats)]


def exported(*carats: int, flow: str = "export") -> list[Row]:
    """Published trade of QQ in the years from 2015 on."""
    return [(2015 + n, "QQ", flow, weight, None, "x", "sourced") for n, weight in enumerate(carats)]


def published(store: RowStore, output: list[Row], trade: list[Row], days: int = 0) -> None:
    load_tables(store, {"kp_production": output, "kp_trade": trade}, KNOWN + timedelta(days=days))


def test_a_thirtieth_is_told_with_both_figures_and_their_sources(migrated: RowStore) -> None:
    """The Central African Republic of 2018."""
    published(migrated, mined(330_000), exported(11_526))

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("country:QQ:2015", NOTICE)
    assert finding.got == "11526 ct exported of 330000 ct mined in 1 year, 3.4% (sources x, m)"
    assert finding.expected == "at least 109890 ct exported, 33.3% (proposed), since 2015"


@pytest.mark.parametrize(("gone", "flagged"), [(332, True), (333, False)])
def test_a_third_is_enough(migrated: RowStore, gone: int, flagged: bool) -> None:
    published(migrated, mined(1_000), exported(gone))

    assert bool(subjects(migrated, CODE)) is flagged


def test_a_stock_that_leaves_within_the_five_years_is_no_sign(migrated: RowStore) -> None:
    published(migrated, mined(100, 100, 100, 100), exported(100, 100, 10, 10))

    assert subjects(migrated, CODE) == []


def test_what_left_more_than_five_years_ago_does_not_count(migrated: RowStore) -> None:
    published(migrated, mined(*[100] * 6), exported(400, 20, 20, 20, 20, 20))

    assert subjects(migrated, CODE) == ["country:QQ:2020"]


@pytest.mark.parametrize(
    ("output", "trade"),
    [
        (mined(1_000, confidence="suspect"), exported(10)),
        (mined(1_000), exported(0)),
        (mined(1_000), exported(10, flow="import")),
        (mined(1_000), []),
    ],
    ids=["a suspect figure", "no exports at all", "imports", "no figure of the trade"],
)
def test_without_both_figures_nothing_is_said(migrated: RowStore, output: list[Row], trade: list[Row]) -> None:
    published(migrated, output, trade)

    assert subjects(migrated, CODE) == []


def test_a_restated_figure_takes_the_finding_back(migrated: RowStore) -> None:
    published(migrated, mined(1_000), exported(10))
    assert subjects(migrated, CODE) == ["country:QQ:2015"]

    published(migrated, mined(1_000), exported(900), days=1)

    assert [finding.status for finding in look(migrated, CODE)] == [RETRACTED]


def test_the_packaged_figures_have_no_such_country(migrated: RowStore) -> None:
    load_reference_tables(migrated, packaged_reference(), KNOWN)

    assert subjects(migrated, CODE) == []
