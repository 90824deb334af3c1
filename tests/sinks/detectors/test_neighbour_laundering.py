"""STA009: one country's output vanishes and its neighbour's grows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schemas.ports import Row, RowStore
from schemas.reference.model import Site
from sinks.reference_rows import SITES, load_reference_tables, load_tables
from tests.build import packaged_reference
from tests.sinks.detecting import BREACH, RETRACTED, look, subjects
from tests.sinks.storing import KNOWN

CODE = "STA009"


def figures(country: str, *carats: int) -> list[Row]:
    """Published output of the years from 2010 on."""
    return [(2010 + n, country, weight, None, None, "test", "sourced") for n, weight in enumerate(carats)]


def published(store: RowStore, sender: list[Row], neighbour: list[Row], days: int = 0) -> None:
    load_tables(store, {"kp_production": [*sender, *neighbour]}, KNOWN + timedelta(days=days))


def test_a_collapse_beside_a_growing_neighbour_is_a_breach_with_both_series(migrated: RowStore) -> None:
    published(migrated, figures("CF", 300, 300, 300, 149), figures("CM", 10, 10, 10, 15))

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("pair:CF-CM:2013", BREACH)
    assert finding.got == ("CF published 149 ct (source test), CM 15 ct after 10 ct the year before (source test)")
    assert finding.expected == (
        "CF at least 150 ct, 50% of the median of 3 earlier figures, or CM below 15 ct (proposed)"
    )


@pytest.mark.parametrize(
    ("sender", "neighbour"),
    [
        (figures("CF", 300, 300, 300, 150), figures("CM", 10, 10, 10, 15)),
        (figures("CF", 300, 300, 300, 149), figures("CM", 100, 100, 100, 149)),
        (figures("CF", 300, 300, 149), figures("CM", 10, 10, 15)),
        (figures("CF", 300, 300, 300, 149), figures("BW", 10, 10, 10, 15)),
    ],
    ids=["half is left", "the neighbour grew by 49%", "two earlier figures are too few", "no neighbours"],
)
def test_what_is_no_such_pair_is_left_alone(migrated: RowStore, sender: list[Row], neighbour: list[Row]) -> None:
    published(migrated, sender, neighbour)

    assert subjects(migrated, CODE) == []


def test_a_mine_that_opened_explains_the_growth(migrated: RowStore) -> None:
    opened = Site("NEW", "New", "CM", "mine", None, None, date(2012, 6, 1), None, "test", "sourced", "")
    load_tables(migrated, {"sites": [SITES.row(opened)]}, KNOWN)
    published(migrated, figures("CF", 300, 300, 300, 149), figures("CM", 10, 10, 10, 15), days=1)

    assert subjects(migrated, CODE) == []


def test_a_restated_figure_takes_the_finding_back(migrated: RowStore) -> None:
    published(migrated, figures("CF", 300, 300, 300, 149), figures("CM", 10, 10, 10, 15))
    assert subjects(migrated, CODE) == ["pair:CF-CM:2013"]

    published(migrated, figures("CF", 300, 300, 300, 250), figures("CM", 10, 10, 10, 15), days=1)
    assert [finding.status for finding in look(migrated, CODE)] == [RETRACTED]


def test_the_packaged_figures_show_no_such_pair(migrated: RowStore) -> None:
    load_reference_tables(migrated, packaged_reference(), KNOWN)

    assert subjects(migrated, CODE) == []
