"""Starts the test server as a process, and ends it, hard."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


class ServerProcess:
    """A test server on its own folder; ``kill`` and ``start`` again to see what a client makes of it."""

    def __init__(self, path: Path, *options: str) -> None:
        """Start it and wait until it listens; ``options`` are those of the command line."""
        self._path = path
        self._options = options
        self.port = 0
        self.start()

    def start(self) -> None:
        """Start it, on the port that it had before. Raises ``AssertionError`` with what it said when it does not."""
        self._path.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.integration.clickhouse_server"]
        command += ["--path", str(self._path), "--port", str(self.port), *self._options]
        log = self._path.with_name(self._path.name + ".log")
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        assert said, f"the test server did not start: {log.read_text()}"
        self.port = int(said)

    def kill(self) -> None:
        """End it without a word of warning, as a power failure does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()


@contextmanager
def running(path: Path, *options: str) -> Iterator[ServerProcess]:
    """A test server for the time of a block."""
    server = ServerProcess(path, *options)
    try:
        yield server
    finally:
        server.kill()
