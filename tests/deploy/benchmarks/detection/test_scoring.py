"""Scores count what they say: hits, misses, false alarms, consequences, delays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from deploy.benchmarks.detection.flags import Flag, Watched
from deploy.benchmarks.detection.scoring import CaseResult, Score
from producers.simulator.kinds import Kind
from producers.simulator.labels import Label

START = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)

LABEL = Label("fault", "KIM008", "certificate:1", "e1", "what happens", ("KIM009",), case=3)


def flag(rule: str = "KIM008", subject: str = "certificate:1", event: str = "e1", hours: int = 2) -> Flag:
    return Flag(rule, subject, event, START + hours * HOUR)


def world(*flags: Flag, label: Label = LABEL) -> Watched:
    """Two honest events, and the story 3 with the events e1 and e2, which arrived after one hour and after four."""
    return Watched(
        labels=(label,),
        cases={3: frozenset(["e1", "e2"])},
        consequences=((3, "STA006", "country:GH"),),
        belongings={3: frozenset(["DEALER"])},
        flags=flags,
        arrived={"h1": START, "h2": START, "e1": START + HOUR, "e2": START + 4 * HOUR},
        looked=frozenset(["KIM008", "STA006"]),
    )


def score(*flags: Flag, label: Label = LABEL) -> Score:
    made = Score()
    made.add(world(*flags, label=label))
    return made


def result(*flags: Flag, label: Label = LABEL) -> CaseResult:
    ((_, (found,)),) = score(*flags, label=label).cases.items()
    return found


def test_a_finding_that_a_label_asks_for_is_a_hit_after_the_arrival_of_its_event() -> None:
    assert result(flag()) == CaseResult(hit=True, delay=3600, delay_of_last=3600, taken_back=None)


@pytest.mark.parametrize(
    "other",
    [flag(rule="KIM007"), flag(subject="certificate:2"), flag(event="e2")],
    ids=["of another rule", "of another subject", "of another event"],
)
def test_any_other_finding_is_none(other: Flag) -> None:
    assert not result(other).hit


def test_a_finding_that_was_taken_back_is_a_miss_unless_a_correction_was_expected() -> None:
    back = replace(flag(), stands=False)

    assert not result(back).hit
    assert result(back, label=replace(LABEL, corrected=True)).taken_back is True
    assert result(flag(), label=replace(LABEL, corrected=True)).taken_back is False


def test_a_subject_with_a_star_stands_for_all_that_begin_so_and_delay_counts_from_first_and_last() -> None:
    label = replace(LABEL, subject="certificate:*", event_id="", faulty=("e1", "e2"))

    assert result(flag(hours=6), label=label) == CaseResult(True, 5 * 3600, 2 * 3600, None)


def test_a_finding_on_honest_trade_is_a_false_alarm_and_one_that_was_taken_back_is_counted_apart() -> None:
    made = score(flag(event="h1", subject="certificate:9"), replace(flag(event="h2", subject="x:1"), stands=False))

    assert dict(made.alarms) == {"KIM008": 1}
    assert dict(made.passing) == {"KIM008": 1}
    assert made.examples["KIM008"] == ["certificate:9"]
    assert made.honest_events == {"KIM008": 2, "STA006": 2}


@pytest.mark.parametrize(
    ("told", "alarms"),
    [
        (flag(rule="KIM009", subject="certificate:9", event="e2"), {}),
        (flag(rule="KIM009", subject="certificate:9", event="h1"), {"KIM009": 1}),
        (flag(rule="KIM007", subject="certificate:9", event="e2"), {"KIM007": 1}),
        (flag(rule="KIM009", subject="party:DEALER:2026Q1", event="x"), {}),
        (flag(rule="STA006", subject="country:GH", event="x"), {}),
        (flag(rule="STA006", subject="country:AO", event="x"), {"STA006": 1}),
    ],
    ids=["of its story", "of another story", "unnamed rule", "of its party", "named subject", "another country"],
)
def test_only_a_named_consequence_that_speaks_of_the_case_is_excused(told: Flag, alarms: dict[str, int]) -> None:
    assert dict(score(flag(), told).alarms) == alarms


def test_a_finding_in_an_honest_look_alike_is_a_false_alarm_of_its_scenario() -> None:
    made = score(flag(), label=replace(LABEL, kind=Kind.HONEST))

    assert dict(made.alarms) == {"KIM008": 1}
    assert made.tempted["fault", "KIM008"] == 1
    assert made.of_look_alikes == {"fault": 2}
    assert made.honest_events["KIM008"] == 4


def test_what_a_detector_raises_counts_also_when_its_window_has_passed() -> None:
    label = replace(LABEL, rule="STA006", event_id="")
    over = replace(flag(rule="STA006"), stands=False)

    assert result(over, label=label).hit
    assert dict(score(replace(over, subject="country:AO", event_id="x")).alarms) == {"STA006": 1}
