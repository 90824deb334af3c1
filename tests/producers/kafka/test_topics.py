"""What differs between the table of topics and a cluster."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from producers.kafka.topics import Difference, Found, plan
from schemas.topics import ALERTS, EVENTS, TOPICS, Topic


def as_wanted(topic: Topic, copies: int = 3, **other: Any) -> Found:
    """The topic as the table wants it, with settings that the table says nothing of."""
    settings = topic.configuration(copies) | {"segment.bytes": "1073741824"}
    return replace(Found("id", topic.partitions, copies, settings), **other)


@given(st.integers(1, 5))
def test_a_cluster_that_is_as_the_table_says_differs_in_nothing(copies: int) -> None:
    assert plan(TOPICS, {topic.name: as_wanted(topic, copies) for topic in TOPICS}, copies) == ()


@given(st.sets(st.sampled_from(TOPICS)))
def test_every_missing_topic_is_named_once_and_no_other(missing: set[Topic]) -> None:
    found = {topic.name: as_wanted(topic) for topic in TOPICS if topic not in missing}

    differences = plan(TOPICS, found, 3)

    assert {difference.topic for difference in differences} == {topic.name for topic in missing}
    assert {(difference.name, difference.found) for difference in differences} <= {("topic", "missing")}
    assert len(differences) == len(missing)


def test_a_setting_of_another_value_or_without_one_differs() -> None:
    settings = dict(as_wanted(EVENTS).settings) | {"retention.ms": "604800000"}
    del settings["min.insync.replicas"]

    assert plan([EVENTS], {EVENTS.name: as_wanted(EVENTS, settings=settings)}, 3) == (
        Difference(EVENTS.name, "retention.ms", "604800000", "-1"),
        Difference(EVENTS.name, "min.insync.replicas", "not told", "2"),
    )


def test_another_number_of_partitions_or_too_few_copies_is_for_a_person() -> None:
    partitions, copies = plan([ALERTS], {ALERTS.name: as_wanted(ALERTS, partitions=4, replication=2)}, 3)

    assert (partitions.name, partitions.found, partitions.wanted) == ("partitions", "4", "3")
    assert (copies.name, copies.found, copies.wanted) == ("copies", "2", "3")
    assert partitions.by_hand is not None
    assert copies.by_hand is not None


def test_more_copies_than_asked_for_are_no_difference() -> None:
    assert plan([ALERTS], {ALERTS.name: as_wanted(ALERTS, replication=4)}, 3) == ()
