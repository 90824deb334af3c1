"""A worker that has lost its disk comes back with every event, from the topic and from snapshots."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.recovery import measure

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.usefixtures("kafka_artifacts")]


def test_what_is_measured_is_a_recovery_that_lost_nothing(tmp_path: Path) -> None:
    figures = measure(tmp_path, histories=300, later_percent=10)

    assert (figures["histories"], figures["events"], figures["events_after_snapshot"]) == (300, 3000, 300)
    measured = ("topic_seconds", "snapshot_seconds", "snapshot_copy_seconds", "snapshot_restore_seconds")
    assert all(isinstance(figures[name], float) for name in measured), figures
    assert figures["topic_peak_memory_mb"] != 0
