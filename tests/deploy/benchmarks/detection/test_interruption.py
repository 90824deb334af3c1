"""``caratrace bench detection`` ends at once, with all its processes, when it is told to, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = "bench detection --seed 3 --seed 5 --tuned-seed 4 --events 50000 --cases 1 --scenario altered_certificate"
RUN = "from deploy.cli import main; main()"


class Bench:
    """The benchmark as a process, as the head of a group of its own, which a terminal would signal as a whole."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Temporary files go to ``folder``, which is empty."""
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, *COMMAND.split(), "--format", "json"], cwd=root, text=True,
            env=os.environ | {"TMPDIR": str(folder), "PYTHONPATH": str(root)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def workers(self) -> set[int]:
        """Its processes, once one of them has its store open."""
        while not any(self.folder.glob("*/*/rows")):
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.05)
        return descendants(self.process.pid)

    def end(self, number: signal.Signals, *, group: bool = False) -> tuple[int, str, str]:
        """Signal it, or all of its group; exit code, output and what it says."""
        (os.killpg if group else os.kill)(self.process.pid, number)
        output, said = self.process.communicate()
        return self.process.returncode, output, said


def descendants(pid: int) -> set[int]:
    """Children, their children and so on."""
    found = {int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()}
    return found.union(*(descendants(child) for child in found))


def gone(pids: set[int]) -> bool:
    """Wait until none of them is there; they may be somebody's zombies."""
    while any(_lives(pid) for pid in pids):
        time.sleep(0.02)
    return True


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="processes are looked at through /proc")
@pytest.mark.parametrize(("number", "group"), [(signal.SIGTERM, False), (signal.SIGINT, True), (signal.SIGTERM, True)])
def test_a_signal_ends_it_and_its_processes_with_one_line(
    root: Path, tmp_path: Path, number: signal.Signals, group: bool
) -> None:
    """SIGTERM from a supervisor or to the group, and Ctrl-C, which a terminal sends to the whole group."""
    bench = Bench(root, tmp_path)
    workers = bench.workers()
    assert workers

    code, output, said = bench.end(number, group=group)

    assert (code, output) == (2, "")
    lines = said.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("caratrace: ")
    assert gone(workers)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="processes are looked at through /proc")
def test_its_processes_end_also_when_it_is_killed(root: Path, tmp_path: Path) -> None:
    bench = Bench(root, tmp_path)
    workers = bench.workers()

    code, output, _ = bench.end(signal.SIGKILL)

    assert (code, output) == (-signal.SIGKILL, "")
    assert gone(workers)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="processes are looked at through /proc")
def test_a_process_that_is_killed_ends_the_run_with_a_reason(root: Path, tmp_path: Path) -> None:
    bench = Bench(root, tmp_path)
    workers = bench.workers()

    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    output, said = bench.process.communicate()

    assert (bench.process.returncode, output) == (2, "")
    assert "a process that judged a world was ended from outside" in said
