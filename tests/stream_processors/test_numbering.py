"""Ranges of numbers: what they hold does not depend on the order, and their size not on how many there are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from stream_processors.custody.numbering import MOST_USES, Ranges, Use, contents
from tests.histories import randoms

numbers = st.sets(st.integers(0, 60) | st.integers(2**62, 2**63 - 1))


def ranges_of(values: list[int]) -> Ranges:
    """Ranges with these numbers in them, put in one after the other."""
    found = Ranges()
    for value in values:
        if not found.has(value):
            found.add(value)
    return found


def held(ranges: Ranges) -> list[tuple[int, int]]:
    """The ranges."""
    return list(zip(ranges.lowest, ranges.highest, strict=True))


@given(numbers, randoms)
def test_ranges_are_the_same_for_every_order_and_hold_exactly_what_was_put_in(values: set[int], rng: Random) -> None:
    ranges = ranges_of(rng.sample(sorted(values), len(values)))
    assert held(ranges) == held(ranges_of(sorted(values)))
    around = {value + step for value in values for step in (-1, 0, 1)} | set(range(60))
    assert {value for value in around if ranges.has(value)} == values


@given(st.sets(st.integers(0, 60)), st.integers(0, 70))
def test_gaps_are_the_numbers_that_are_not_there_up_to_the_highest(values: set[int], start: int) -> None:
    missing = set(range(start, max(values, default=-1) + 1)) - values
    gaps = list(ranges_of(sorted(values)).gaps(start))
    assert [number for first, last in gaps for number in range(first, last + 1)] == sorted(missing)
    assert all(last + 1 in values for _, last in gaps)


@given(st.lists(numbers, max_size=6), randoms)
def test_what_changed_since_it_was_last_written_down_makes_the_written_ranges_the_same(
    batches: list[set[int]], rng: Random
) -> None:
    ranges, written = Ranges(), dict[int, int]()
    for batch in batches:
        for value in rng.sample(sorted(batch), len(batch)):
            if not ranges.has(value):
                ranges.add(value)
        for lowest, highest in ranges.changed.items():
            if highest is None:
                written.pop(lowest, None)
            else:
                written[lowest] = highest
        ranges.changed.clear()
        assert sorted(written.items()) == held(ranges)
        assert held(Ranges(sorted(written.items()))) == held(ranges)


def test_many_numbers_in_a_row_are_one_range_and_one_change() -> None:
    ranges = ranges_of(list(range(1, 100_001)))
    assert held(ranges) == [(1, 100_000)]
    assert ranges.changed == {1: 100_000}


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 3), st.booleans()), max_size=40), randoms)
def test_what_is_remembered_of_a_number_is_the_same_for_every_order_and_if_only_changes_are_kept(
    told: list[tuple[int, int, bool]], rng: Random
) -> None:
    noon = datetime(2024, 3, 1, 12, tzinfo=UTC)
    uses = [Use(7, f"event {name}", b"digest", noon + timedelta(hours=hours), void) for name, hours, void in told]
    expected = contents(uses)
    kept: list[Use] = []
    for use in rng.sample(uses, len(uses)):
        if contents([*kept, use]) != contents(kept):
            kept.append(use)
    assert contents(kept) == expected
    assert len(expected) == min(MOST_USES, len({name for name, _, _ in told}))
