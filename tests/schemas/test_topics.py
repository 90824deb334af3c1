"""The table of topics."""

from __future__ import annotations

import re

import pytest

from schemas.codec import MAX_EVENT_BYTES
from schemas.topics import ALERTS, EVENTS, FOR_EVER, SUBJECTS, TOPICS, Topic


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
