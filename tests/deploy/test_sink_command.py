"""``caratrace sink`` where it cannot begin: one line, exit code 2."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.settings import Settings
from deploy.wiring import LOG, open_sink_rows
from schemas.errors import ConfigurationError


def sink(root: Path, home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """A run of the command."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")}
    return subprocess.run(
        [sys.executable, "-c", "from deploy.cli import main; main()", "--home", str(home), "sink"],
        cwd=root, env=inherited | settings, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_a_sink_without_brokers_says_what_to_set(root: Path, tmp_path: Path) -> None:
    done = sink(root, tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "caratrace: expected host:port of a Kafka broker, got none; set CARATRACE_KAFKA_BOOTSTRAP\n"


def test_a_sink_whose_brokers_cannot_be_reached_says_so_in_one_line(root: Path, tmp_path: Path) -> None:
    settings = {"CARATRACE_KAFKA_BOOTSTRAP": "127.0.0.1:1", "CARATRACE_KAFKA_CONNECT_SECONDS": "1"}

    done = sink(root, tmp_path / "home", **settings)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("caratrace: connecting at 127.0.0.1:1 (PLAINTEXT): ")
    assert done.stderr.count("\n") == 1


def test_the_rows_of_a_local_runtime_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / LOG).touch()

    with (
        pytest.raises(ConfigurationError, match=r"belong to the log in that folder; give .* another --home"),
        open_sink_rows(Settings(home=tmp_path)),
    ):
        pass

    assert [path.name for path in tmp_path.iterdir()] == [LOG]
