"""Small versions of the failure runs: whatever breaks, nothing is lost, doubled or different afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.failures import FAILURES
from tests.integration.scene import Ran, Size, run

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.usefixtures("kafka_artifacts")]

SMALL = Size(events=1200, kills=2, minute=4, per_second=1000, session_seconds=2, patience=120)

DONE = {
    "killed": {"kills_worker": 2, "kills_sink": 2},
    "rebalanced": {"joins": 4, "leaves": 3, "dies": 1},
    "broker_lost": {"brokers_killed": 2},
    "clickhouse_away": {"seconds_away": 4},
    "sink_from_the_beginning": {},
    "poisoned": {},
    "dropped": {},
    "told_and_died": {"deaths_between": 6},
    "disk_wiped": {"disks_wiped": 2},
    "two_owners": {"thawed": 1, "seconds_apart": 4},
    "network_cut": {"cuts": 2},
}
"""What each failure did, which must be seen in what is counted."""


@pytest.mark.parametrize("name", FAILURES)
def test_nothing_is_lost_doubled_or_different_when_something_breaks(name: str, tmp_path: Path) -> None:
    ran = run(FAILURES[name], tmp_path, SMALL)

    assert ran.result.violations == []
    assert (ran.result.lost, ran.result.doubled) == (0, 0)
    assert ran.result.sent == ran.result.acknowledged >= SMALL.events
    assert ran.result.counts["rows_findings_log"] == ran.result.counts["findings"] > 0
    assert DONE[name].items() <= ran.counts.items()
    _check_that_it_broke(name, ran)


def _check_that_it_broke(name: str, ran: Ran) -> None:
    """The failure left its mark where it must."""
    repeats, deaths = ran.result.repeats, ran.exits["worker-1"].get(-9, 0)
    if name == "killed":
        assert (deaths, ran.exits["sink"][-9]) == (2, 2)
    elif name == "poisoned":
        assert ran.result.counts["refused"] == ran.result.counts["rows_quarantine"] == 1
    elif name == "sink_from_the_beginning":
        assert ran.counts["offsets_forgotten"] > 0
    elif name == "dropped":
        assert ran.counts["messages_dropped"] > 0
    elif name == "told_and_died":
        assert deaths == 6
    elif name == "disk_wiped":
        assert deaths == 2
        assert repeats["findings"] > 0
    elif name == "two_owners":
        assert repeats["findings"] > 0
