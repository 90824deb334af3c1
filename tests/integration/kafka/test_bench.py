"""``caratrace bench pipeline`` end to end, in small: what it prints, not how fast it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.kafka.broker import running

pytestmark = [pytest.mark.integration, pytest.mark.slow]


def bench(folder: Path, root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")}
    program = [sys.executable, "-c", "from deploy.cli import main; main()", "--home", str(folder / "home")]
    return subprocess.run(
        [*program, "bench", "pipeline", *options, "--format", "json"],
        cwd=folder, env=inherited | {"PYTHONPATH": str(root), "CARATRACE_KAFKA_COPIES": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_worker_and_its_peers_are_measured_and_a_log_with_records_is_left_alone(
    kafka_artifacts: None, tmp_path: Path, root: Path
) -> None:
    with running(tmp_path / "kafka") as cluster:
        address = ("--bootstrap", cluster.address())
        load = ("--backlog", "1500", "--rate", "150", "--seconds", "2", "--peer-rate", "100")
        done = bench(tmp_path, root, *address, *load, "--broker-pid", str(cluster.brokers[0].pid))
        again = bench(tmp_path, root, *address, *load)

    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    (rate,) = figures["rates"]
    assert rate["offered_per_second"] == 150
    assert rate["achieved_per_second"] > 0
    assert 0 < rate["p50_ms"] <= rate["p95_ms"] <= rate["p99_ms"]
    assert rate["findings"] >= 0
    assert figures["searched"]
    sustained = [step["achieved_per_second"] for step in [rate, *figures["searched"]] if step["lag_bounded"]]
    assert figures["sustained_events_per_second"] == max(sustained, default=None)
    assert figures["drain_events_per_second"] > 0
    assert figures["records_per_message"] >= 1
    assert figures["peak_memory_mb"] > 10
    cpu = figures["cpu_us_per_event"]
    assert set(cpu) == {"generator", "router", "judge", "worker_total", "broker"}
    assert all(value > 0 for value in cpu.values())
    assert cpu["router"] + cpu["judge"] < cpu["worker_total"]
    assert [peer["name"].split()[0] for peer in figures["peers"]] == ["caratrace", "the", "plain"]
    for peer in figures["peers"]:
        assert peer["events_per_second"] > 0
        assert 0 < peer["p50_ms"] <= peer["p95_ms"] <= peer["p99_ms"]
        assert peer["cpu_us_per_event"] > 0
        assert peer["guarantee"]
    assert list((tmp_path / "home").iterdir()) == []

    assert again.returncode == 2
    assert "records, and a benchmark would mix its events" in again.stderr
