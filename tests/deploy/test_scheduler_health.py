"""The scheduler of the detectors tells how it is while it waits for its next slot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from deploy.listen import ListenAddress
from deploy.probe import ask
from tests.integration.kafka.broker import free_port

PATIENCE = 60


def test_a_scheduler_whose_servers_are_away_is_alive_and_not_ready(root: Path, tmp_path: Path) -> None:
    health, nobody = ListenAddress("127.0.0.1", free_port()), free_port()
    settings = {
        "CARATRACE_HEALTH": str(health),
        "CARATRACE_HOME": str(tmp_path),
        "CARATRACE_KAFKA_BOOTSTRAP": f"127.0.0.1:{nobody}",
        "CARATRACE_KAFKA_CONNECT_SECONDS": "1",
        "CARATRACE_CLICKHOUSE": f"clickhouse://127.0.0.1:{nobody}/gems",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")}
    process = subprocess.Popen(
        [sys.executable, "-c", "from deploy.cli import main; main()", "detect", "--to", "kafka", "--every", "1440"],
        cwd=root, env=inherited | settings, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        why = ""
        end = time.monotonic() + PATIENCE
        while not why.startswith("the last try failed") and time.monotonic() < end and process.poll() is None:
            time.sleep(0.05)
            try:
                live, ready = ask(health, "live")[0], json.loads(ask(health, "ready")[1])
            except ConnectionRefusedError:
                continue
            assert live == 200
            why = "; ".join(ready["why_not"])
        assert why.startswith("the last try failed"), (why, process.poll())
    finally:
        process.terminate()
        _, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0, said
    assert "the next try is in the next slot" in said
