"""The distributed flow ends in the tables of the embedded one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration import equality, tables
from tests.integration.material import GENERATIONS

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.usefixtures("kafka_artifacts")]


def test_a_world_through_kafka_faust_and_a_server_ends_in_the_tables_of_the_embedded_run(tmp_path: Path) -> None:
    compared = equality.compare(tmp_path, events=3000, seed=1, per_second=1500)

    assert compared.differences == []
    assert set(compared.rows) == {*tables.OF_EVENTS, "findings", "reference_events"}
    assert compared.rows["reference_events"] == 7
    assert all(count > 50 for table, count in compared.rows.items() if table != "reference_events"), compared.rows
    assert compared.rows["events"] > 3000
    assert {f"lot:{name}-{GENERATIONS}" for name in ("KEPT", "LATE")} <= compared.descending
    assert "lot:CLEARED-1" not in compared.descending
    assert len(compared.descending) > 4 * GENERATIONS
