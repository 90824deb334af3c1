"""P4: a process that is killed at any instant and started again ends as if it had never died."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from deploy.local import Arrival
from schemas.codec import record_of
from schemas.events import EventRecord
from schemas.findings import QuarantineRecord
from schemas.records import ReferenceChanged, Tick
from tests import build
from tests.changes import some_changes
from tests.disturbances import disturb
from tests.histories import after, walk
from tests.judging import KNOWN_AT

Tables = dict[str, list[str]]


def inputs(rng: Random, steps: int) -> list[Arrival]:
    """Events of a disturbed world with repeats, refusals and instants among them, each with a fixed arrival.

    In the end a handover waits for its receipt, so that a deadline is left.
    """
    events = disturb(rng, walk(rng, steps).events, steps // 2)
    last = after(events)
    events += [build.registered("LAST", last), build.released("LAST", last + timedelta(minutes=1), handover_id="HL")]
    contents: list[EventRecord | QuarantineRecord | Tick | ReferenceChanged] = [record_of(event) for event in events]
    contents += [record_of(event) for event in rng.sample(events, len(events) // 5)]
    contents += [
        QuarantineRecord(build.uid(f"Q{n}"), "file", f"line {n}", "bad_value", "?", 1, b"?", KNOWN_AT) for n in range(6)
    ]
    contents += some_changes(rng, build.packaged_reference(), 12)
    rng.shuffle(contents)
    span = after(events) - min(event.occurred_at for event in events)
    for quarter in (3, 2, 1):
        contents.insert(len(contents) * quarter // 4, Tick(after(events) - span * (4 - quarter) // 4))
    contents.append(Tick(after(events, days=12)))
    return [Arrival(KNOWN_AT + timedelta(seconds=n), content) for n, content in enumerate(contents)]


class Victims:
    """Starts the program on one folder, again and again, and counts the deaths."""

    def __init__(self, root: Path, folder: Path, kind: str, arrivals: list[Arrival]) -> None:
        """A folder with nothing in it but the input."""
        folder.mkdir()
        (folder / "input.pickle").write_bytes(pickle.dumps(arrivals))
        self._root, self._folder, self._kind = root, folder, kind
        self.deaths = 0

    def start(self, what: str = "run", fatal: int = 0) -> subprocess.Popen[bytes]:
        """One process on the folder."""
        command = [sys.executable, "-m", "tests.deploy.victim", str(self._folder), what, self._kind, str(fatal)]
        return subprocess.Popen(command, cwd=self._root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def end(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait for its end; True when it was done, False when it was killed. Anything else is a failure."""
        output, errors = process.communicate()
        if process.returncode == -signal.SIGKILL:
            self.deaths += 1
            return False
        assert process.returncode == 0, errors.decode()
        assert output.decode().endswith("done\n")
        return True

    def dump(self) -> Tables:
        """What all tables hold."""
        process = self.start("dump")
        output, errors = process.communicate()
        assert process.returncode == 0, errors.decode()
        tables: Tables = pickle.loads(output)
        return tables


def undisturbed(root: Path, folder: Path, kind: str, arrivals: list[Arrival]) -> Tables:
    """What all tables hold after one run from beginning to end."""
    alone = Victims(root, folder, kind, arrivals)
    assert alone.end(alone.start())
    return alone.dump()


def compare(found: Tables, expected: Tables) -> None:
    """Both hold the same, and something is in every table that a run fills."""
    assert found.keys() == expected.keys()
    for table, rows in expected.items():
        assert found[table] == rows, table
    filled = {table for table, rows in expected.items() if rows}
    assert filled >= {"log", "history", "due", "published", "findings", "quarantine", "mark", "numbers", "ranges"}


FAR = {"file": (15, 60, 400, 1200), "chdb": (30, 120, 300, 600)}
"""How many points ahead the next death may lie; more than the longest transaction has, so that runs get on."""


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "seed", "least"), [("file", 1, 20), ("file", 2, 10), ("chdb", 3, 6)])
def test_killed_at_any_point_inside_and_between_transactions(
    root: Path, tmp_path: Path, kind: str, seed: int, least: int
) -> None:
    """The process kills itself at a point drawn from the next few or the next many, until a run gets to the end."""
    rng = Random(seed)
    arrivals = inputs(rng, steps=40)
    victims = Victims(root, tmp_path / "killed", kind, arrivals)
    points = (rng.randint(1, rng.choice(FAR[kind])) for _ in range(160))
    while not victims.end(victims.start(fatal=next(points, 0))):
        pass
    assert least <= victims.deaths < 160
    compare(victims.dump(), undisturbed(root, tmp_path / "alone", kind, arrivals))


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "seed", "kills"), [("file", 4, 12), ("chdb", 5, 4)])
def test_killed_from_outside_at_any_instant(root: Path, tmp_path: Path, kind: str, seed: int, kills: int) -> None:
    """The kill comes some instants after a batch, or after the start of the process."""
    rng = Random(seed)
    arrivals = inputs(rng, steps=60)
    victims = Victims(root, tmp_path / "killed", kind, arrivals)
    for _ in range(kills):
        process = victims.start()
        assert process.stdout is not None
        for _ in range(rng.randint(0, 3)):
            process.stdout.readline()
        time.sleep(rng.uniform(0, 0.004))
        process.kill()
        victims.end(process)
    assert victims.deaths > 0
    while not victims.end(victims.start()):
        pass
    compare(victims.dump(), undisturbed(root, tmp_path / "alone", kind, arrivals))
