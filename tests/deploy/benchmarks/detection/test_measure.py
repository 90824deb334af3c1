"""The benchmark on tiny worlds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from deploy.benchmarks.detection.flags import Watched
from deploy.benchmarks.detection.measure import Size, measure
from deploy.benchmarks.detection.plans import WorldPlan, plans_for
from deploy.benchmarks.detection.watching import Watch
from deploy.wiring import scratch_rows
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.scenarios import all_scenarios

FAULTS = ("altered_certificate", "receipt_mistyped_then_corrected", "altered_certificate_told_late")
KEYS = {
    "code", "kind", "scenario", "cases", "recall", "precision", "false_alarms_per_10k", "p50_delay_s", "p95_delay_s",
}  # fmt: skip


def one_by_one(plans: Iterable[WorldPlan]) -> Iterator[Watched]:
    """Without detectors: no plan here has a play."""
    with scratch_rows() as store:
        yield from map(Watch(store, ()).world, plans)


@pytest.fixture(scope="module")
def told() -> dict[str, object]:
    scenarios = {name: all_scenarios()[name] for name in FAULTS}
    return measure(one_by_one, scenarios, (3, 4), (5,), Size(200, 2), lambda _: None)


def test_a_row_for_each_rule_and_scenario_has_what_documents_quote(told: dict[str, list[dict[str, object]]]) -> None:
    rows = {row["scenario"]: row for row in told["rules"]}

    assert set(rows) == set(FAULTS)
    assert all(row.keys() >= KEYS for row in rows.values())
    assert [row["cases"] for row in rows.values()] == [4, 4, 4]
    assert rows["altered_certificate"]["recall"] == 1.0
    assert rows["receipt_mistyped_then_corrected"]["taken_back"] == 1.0


def test_seeds_are_told_apart(told: dict[str, object]) -> None:
    assert (told["seeds_reported"], told["seeds_tuned"]) == ([3, 4], [5])
    assert told["rules_on_tuned_seeds"] != told["rules"]


def test_the_honest_worlds_are_held_against_published_figures(told: dict[str, list[dict[str, object]]]) -> None:
    shares = {row["country"]: row["published_share"] for row in told["calibration_countries"]}

    assert shares["RU"] == 33.5


def _nothing(play: Production) -> None:
    """Nothing happens."""


def play(name: str, *uses: str, start: date = date(2026, 1, 5)) -> Play:
    return Play(
        name=name, pattern="F5", kind=Kind.PLAIN, rules=("STA003",), stage=_nothing, uses=frozenset(uses), start=start
    )


def test_plays_share_a_world_unless_they_begin_on_another_day_or_need_the_same_thing() -> None:
    plays = [play("a", "country:GH"), play("b", "country:GH"), play("c"), play("d", start=date(2011, 1, 3))]

    plans = plans_for(1, 500, plays, cases=2)

    assert [[given.name for given in plan.plays] for plan in plans] == [["a", "c"], ["b"], ["d"]]
    assert [plan.start for plan in plans] == [date(2026, 1, 5), date(2026, 1, 5), date(2011, 1, 3)]
