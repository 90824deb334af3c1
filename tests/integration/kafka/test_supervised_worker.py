"""A real worker under its supervisor: ready when level, left to a person when the log asks for other rules."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.listen import ListenAddress
from deploy.probe import ask
from producers.kafka.log import open_log
from producers.kafka.rule_changes import change_rules
from schemas.connection import Connection
from stream_processors.exits import Exit
from tests.integration.kafka.broker import free_port, running
from tests.integration.kafka.fixture import make_topics

pytestmark = [pytest.mark.integration, pytest.mark.slow]

PATIENCE = 120
WORKER = ("faust", "-A", "deploy.worker", "worker", "--loglevel", "info")


@pytest.mark.usefixtures("kafka_artifacts")
def test_a_worker_is_ready_until_the_log_asks_for_other_rules_and_then_waits_for_a_person(
    root: Path, tmp_path: Path
) -> None:
    health, log = ListenAddress("127.0.0.1", free_port()), tmp_path / "log"
    with running(tmp_path / "kafka") as cluster, log.open("wb") as errors:
        make_topics(cluster.address())
        settings = {
            "CARATRACE_HOME": str(tmp_path / "home"),
            "CARATRACE_KAFKA_BOOTSTRAP": cluster.address(),
            "CARATRACE_HEALTH": str(health),
            "CARATRACE_CHECK_SECONDS": "1",
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")}
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.supervise", sys.executable, "-m", *WORKER],
            cwd=root, env=inherited | settings, stdout=errors, stderr=errors,
        )  # fmt: skip
        try:
            ready = await_answer(health, process, log, lambda answer: bool(answer["ready"]))
            parts = ready["parts"]
            assert isinstance(parts, list)
            assert {f"judge partition {number}" for number in range(12)} <= {part["part"] for part in parts}

            with open_log(Connection(cluster.address())) as events:
                change_rules(events, range(12), "rules-of-nobody", datetime(2025, 6, 1, tzinfo=UTC))
            stopped = await_answer(health, process, log, lambda answer: "exit code 77" in str(answer["why_not"]))

            assert Exit.OTHER_RULES.meaning in str(stopped["why_not"])
            assert ask(health, "live")[0] == 200
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)

    assert process.returncode == Exit.OTHER_RULES
    said = log.read_text(encoding="utf-8")
    assert said.count('"level": "CRITICAL", "logger": "stream_processors.worker"') == 1, "it was started again"


def await_answer(
    health: ListenAddress, process: subprocess.Popen[bytes], log: Path, wanted: Callable[[dict[str, object]], bool]
) -> dict[str, object]:
    """What /ready says, as soon as it is what is wanted."""
    end = time.monotonic() + PATIENCE
    answer: dict[str, object] = {}
    while time.monotonic() < end and process.poll() is None:
        try:
            answer = json.loads(ask(health, "ready")[1])
        except ConnectionError:
            answer = {"ready": False, "why_not": "nobody answers"}
        if wanted(answer):
            return answer
        time.sleep(0.2)
    raise AssertionError(f"{answer}; {log.read_text(encoding='utf-8')[-3000:]}")
