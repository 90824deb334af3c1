"""The table of topics."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codec import MAX_EVENT_BYTES
from schemas.topics import ALERTS, DETECTIONS, EVENTS, FOR_EVER, MAX_PARTITIONS, SUBJECTS, TOPICS, Topic, place_of


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_is_named_by_subject_and_version_and_takes_the_largest_message(topic: Topic) -> None:
    assert re.fullmatch(r"custody\.[a-z]+\.v1", topic.name)
    assert int(topic.configuration(3)["max.message.bytes"]) > MAX_EVENT_BYTES
    assert topic.configuration(3)["unclean.leader.election.enable"] == "false"


def test_no_name_is_given_twice() -> None:
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)


@pytest.mark.parametrize("topic", [EVENTS, SUBJECTS])
def test_what_everything_else_is_made_from_is_kept_whole_for_ever(topic: Topic) -> None:
    kept = topic.configuration(3)

    assert topic.retention_ms == FOR_EVER
    assert (kept["cleanup.policy"], kept["retention.ms"], kept["retention.bytes"]) == ("delete", "-1", "-1")


def test_the_newest_alert_of_a_finding_stays() -> None:
    assert ALERTS.configuration(3)["cleanup.policy"] == "compact"


@pytest.mark.parametrize(("copies", "expected"), [(1, 1), (2, 1), (3, 2), (5, 2)])
def test_one_broker_of_several_may_be_down(copies: int, expected: int) -> None:
    assert EVENTS.in_sync(copies) == expected
    assert EVENTS.configuration(copies)["min.insync.replicas"] == str(expected)


def test_what_is_known_since_when_is_said_by_the_log_and_not_by_an_emitter() -> None:
    assert EVENTS.configuration(3)["message.timestamp.type"] == "LogAppendTime"
    assert DETECTIONS.configuration(3)["message.timestamp.type"] == "LogAppendTime"
    assert {topic.configuration(3)["message.timestamp.type"] for topic in TOPICS if not topic.stamped_by_log} == {
        "CreateTime"
    }


def test_claims_have_one_order_and_none_of_them_is_superseded() -> None:
    assert DETECTIONS.partitions == 1
    assert DETECTIONS.configuration(3)["cleanup.policy"] == "delete"


PLACES = st.tuples(st.integers(0, MAX_PARTITIONS - 1), st.integers(0, 2**40))


@given(PLACES, PLACES)
def test_no_two_places_of_a_topic_share_a_number(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert (place_of(*one) == place_of(*other)) == (one == other)


@given(PLACES)
def test_the_number_of_a_place_grows_with_the_offset(place: tuple[int, int]) -> None:
    partition, offset = place

    assert place_of(partition, offset) < place_of(partition, offset + 1) < 2**63


@pytest.mark.parametrize(("partition", "offset"), [(MAX_PARTITIONS, 0), (-1, 0), (0, -1)])
def test_a_place_that_would_be_taken_for_another_is_refused(partition: int, offset: int) -> None:
    with pytest.raises(ValueError, match="expected a partition of 0 to 1023"):
        place_of(partition, offset)
