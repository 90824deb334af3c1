"""Records of several partitions come out in the order of their times, and never out of the order of their partition."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from stream_processors.incoming import Incoming
from stream_processors.time_order import TimeOrder
from tests.judging import KNOWN_AT


def record(partition: int, offset: int, second: int) -> Incoming:
    return Incoming("events", partition, offset, KNOWN_AT + timedelta(seconds=second), b"")


def order_of(*times: list[int]) -> TimeOrder:
    """A queue for each list of seconds."""
    order = TimeOrder()
    for partition, seconds in enumerate(times):
        order.add(partition, [record(partition, offset, second) for offset, second in enumerate(seconds)])
    return order


def seconds(records: list[Incoming]) -> list[int]:
    return [(found.known_at - KNOWN_AT).seconds for found in records]


def test_partitions_are_merged_by_time() -> None:
    order = order_of([1, 4, 5], [2, 3, 9])
    assert seconds(order.take(4, ())) == [1, 2, 3, 4]
    assert (order.waiting(0), order.waiting(1), len(order)) == (1, 1, 2)


def test_nothing_overtakes_the_next_record_of_a_partition_that_is_behind() -> None:
    order = order_of([1, 7], [2, 3], [])
    assert seconds(order.take(9, [1])) == [1, 2, 3]
    assert order.take(9, [1]) == []
    assert order.take(9, [2]) == []
    order.add(1, [record(1, 2, 8)])
    assert seconds(order.take(9, [1])) == [7, 8]


def test_what_was_forgotten_does_not_come() -> None:
    order = order_of([1], [2])
    order.clear()
    assert (order.take(9, ()), bool(order)) == ([], False)


@given(st.lists(st.lists(st.integers(0, 30)), min_size=1, max_size=4), st.integers(1, 5))
def test_every_record_comes_once_and_in_the_order_of_its_partition(times: list[list[int]], limit: int) -> None:
    order = order_of(*times)
    taken: list[Incoming] = []
    while part := order.take(limit, ()):
        assert len(part) <= limit
        taken += part
    for partition, expected in enumerate(times):
        assert [r.offset for r in taken if r.partition == partition] == list(range(len(expected)))
    if all(queue == sorted(queue) for queue in times):
        assert seconds(taken) == sorted(seconds(taken))
