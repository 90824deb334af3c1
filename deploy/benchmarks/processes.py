"""Processes that are measured: started, watched through ``/proc``, and ended in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from schemas.errors import ConfigurationError, StopError

PATIENCE_SECONDS = 40
TAIL = 2000
"""Characters of what a process said last that are shown when it fails."""

_TICKS = os.sysconf("SC_CLK_TCK")


def environment(**settings: str) -> dict[str, str]:
    """What a child is told: our own settings but for the address of health, and ``settings`` above them.

    Its Python finds what ours finds, also when it is another one.
    """
    inherited = {name: value for name, value in os.environ.items() if name != "CARATRACE_HEALTH"}
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    return inherited | {"PYTHONPATH": path} | {f"CARATRACE_{name}": value for name, value in settings.items()}


def cpu_seconds(pid: int) -> float:
    """CPU time of a process until now. Raises ``ConfigurationError`` where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError as error:
        raise ConfigurationError(f"expected /proc/{pid}/stat, as on Linux, to read CPU time from: {error}") from error
    return (int(fields[11]) + int(fields[12])) / _TICKS


def peak_megabytes(pid: int) -> float:
    """The most memory that a process had until now, in units of 1,000,000 bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


def run(command: Sequence[str], variables: Mapping[str, str]) -> str:
    """Run a program to its end: what it printed. Raises ``StopError`` when it fails."""
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise StopError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-TAIL:].strip()}")
    return done.stdout


class Process:
    """A program that runs until it is told to end; what it says goes to a file."""

    def __init__(self, name: str, command: Sequence[str], variables: Mapping[str, str], log: Path) -> None:
        self._name, self._log = name, log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command, env=variables, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )  # fmt: skip

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def check(self) -> None:
        """Raise ``StopError`` if it has ended by itself."""
        code = self._process.poll()
        if code is not None:
            said = self._log.read_text(encoding="utf-8", errors="replace")[-TAIL:].strip()
            raise StopError(f"{self._name} ended with {code}: {said}")

    def stop(self) -> None:
        """Let it end in order; kill it when it does not."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
