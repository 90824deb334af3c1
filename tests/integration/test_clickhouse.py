"""Which ClickHouse the tests talk to is told at the end of a run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.clickhouse import VARIABLE
from tests.integration.clickhouse_server.starting import running


def a_run(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A run of one test of the ClickHouse store."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/sinks/test_clickhouse_store.py"]
    command += ["-k", "batches_add_up", *options]
    return subprocess.run(
        command, cwd=root, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["in one process", "in a process of its own"])
def test_a_server_that_was_named_is_used_and_said_so(root: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    with running(tmp_path / "tables", "--password", "secret") as server:
        done = a_run(root, *options, **{VARIABLE: f"clickhouse://default:secret@127.0.0.1:{server.port}"})

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"ClickHouse: tests ran against the server at 127.0.0.1:{server.port}/default, named by" in done.stdout
    assert "secret" not in done.stdout


def test_a_named_server_that_is_away_is_an_error_and_no_reason_to_skip(root: Path) -> None:
    done = a_run(root, **{VARIABLE: "clickhouse://127.0.0.1:1"})

    assert done.returncode == 1
    assert "no answer from ClickHouse at 127.0.0.1:1" in done.stdout
