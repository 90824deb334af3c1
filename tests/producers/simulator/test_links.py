"""How long events wait before they are sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.simulator.links import DAILY, FIELD, LONGEST_DELAY, ONLINE, Lines, Link

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("link", [ONLINE, DAILY, FIELD])
@given(hours=st.lists(st.integers(0, 2_000), min_size=1), seed=st.integers())
def test_an_event_leaves_after_it_was_written_down_and_within_three_weeks(
    link: Link, hours: list[int], seed: int
) -> None:
    lines, rng = Lines(), Random(seed)
    for hour in hours:
        recorded_at = BEGIN + timedelta(hours=hour)
        assert recorded_at <= lines.sent_at("COOP", link, recorded_at, rng) <= recorded_at + LONGEST_DELAY


def test_a_cooperative_sends_what_has_gathered_in_one_go() -> None:
    lines, rng = Lines(), Random(1)
    first = lines.sent_at("COOP", FIELD, BEGIN, rng)
    assert lines.sent_at("COOP", FIELD, first - timedelta(minutes=1), rng) == first
    assert lines.sent_at("COOP", FIELD, first + timedelta(minutes=1), rng) > first
