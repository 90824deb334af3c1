"""Two ways to run, one result: the demonstration's world embedded, and through Kafka, Faust workers and a sink.

``python -m tests.integration.equality --events 20000 --seed 1`` runs both and compares every table row by row, apart
from where things stand in a log (P1). Reference data change meanwhile: on Kafka when half of the events were sent,
embedded after all of them. Exit code 1 where the two differ.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from deploy.local import Arrival
from deploy.output import json_option, print_summary
from deploy.settings import Settings
from deploy.wiring import open_runtime
from producers.kafka.log import open_log
from producers.kafka.statements import state
from schemas.connection import Connection
from schemas.framing import SingleObject
from schemas.ports import Row
from schemas.records import Tick
from schemas.topics import SUBJECTS
from sinks.reference_events import REFERENCE_EVENTS
from tests.integration import tables
from tests.integration.material import Material, make_material, with_changes
from tests.integration.pipeline import Pipeline, servers
from tests.integration.sending import Sender, messages_of

COMPARED = (*tables.OF_EVENTS, "findings", REFERENCE_EVENTS.table)
PATIENCE = 600


@dataclass(frozen=True, slots=True)
class Compared:
    """What the two runs hold, by table, and in what they differ."""

    rows: dict[str, int]
    differences: list[str]
    events: int
    embedded_seconds: float
    distributed_seconds: float
    descending: frozenset[str] = frozenset()
    """The lots that say, in the end, that they descend from one with an open breach."""

    @property
    def summary(self) -> dict[str, object]:
        """As it is printed."""
        return {
            "events": self.events,
            **{f"rows_{table}": count for table, count in self.rows.items()},
            "descending": len(self.descending),
            "differences": len(self.differences),
            "examples": self.differences[:20],
            "equal": not self.differences,
            "embedded_seconds": round(self.embedded_seconds, 1),
            "distributed_seconds": round(self.distributed_seconds, 1),
        }


def compare(folder: Path, events: int, seed: int, per_second: float, workers: int = 1) -> Compared:
    """Run one world both ways and compare; ``per_second`` is how fast the distributed one is fed."""
    material = with_changes(make_material(folder, events, seed), seed)
    began = time.monotonic()
    distributed, ticks = run_distributed(folder / "distributed", material, per_second, workers)
    between = time.monotonic()
    embedded = run_embedded(folder / "embedded", material, ticks)
    ended = time.monotonic()
    rows: dict[str, int] = {}
    differences: list[str] = []
    for table in COMPARED:
        difference = tables.compare(table, _open(table, embedded), _open(table, distributed), tables.PLACES)
        rows[table] = difference.rows
        differences += difference.texts
    descending = frozenset(_subjects(_open("findings", distributed), "LIN001"))
    return Compared(rows, differences, len(material.records), ended - between, between - began, descending)


def run_distributed(
    folder: Path, material: Material, per_second: float, workers: int
) -> tuple[tables.Tables, Sequence[Tick]]:
    """The tables after a run on servers, and the last tick that the judges took in."""
    with servers(folder / "servers") as on:
        pipeline = Pipeline(folder, on, material)
        try:
            for number in range(1, workers + 1):
                pipeline.worker(f"worker-{number}")
            pipeline.sink()
            _send(on.cluster.address(), material, per_second)
            pipeline.settle(PATIENCE)
            found, stores = pipeline.tables(), pipeline.stores()
        finally:
            pipeline.stop()
    assert len(stores) == SUBJECTS.partitions, f"only {len(stores)} partitions were judged"
    ticks = {store.now for store in stores.values()}
    return found, [Tick(at) for at in sorted(at for at in ticks if at is not None)]


def _send(bootstrap: str, material: Material, per_second: float) -> None:
    """The events, with the changes of reference data in the middle."""
    messages = messages_of(material.records)
    for half in (messages[: len(messages) // 2], messages[len(messages) // 2 :]):
        sender = Sender(bootstrap, half, per_second)
        sender.start()
        sender.join(PATIENCE)
        with open_log(Connection(bootstrap)) as log:
            state(log, material.changes, SingleObject())  # a second time in the end, which must change nothing


def run_embedded(folder: Path, material: Material, ticks: Sequence[Tick]) -> tables.Tables:
    """The tables after a run in this process, in which time comes to the same instants in the end."""
    with open_runtime(Settings(home=folder, reference=material.reference)) as (runtime, store):
        changes = [Arrival(one.recorded_at, one) for one in material.changes]
        runtime.take([*material.arrivals, *changes, *(Arrival(tick.at, tick) for tick in ticks)])
        return tables.read_tables(store)


def _open(table: str, rows: tables.Tables) -> list[Row]:
    """Of the findings those that are open: what was raised and taken back on the way depends on the order.

    Of a statement that reached the log twice there is a row for each time; one of them counts.
    """
    if table == REFERENCE_EVENTS.table:
        place = tables.COLUMNS[table].index("change_id")
        return list({row[place]: row for row in rows[table]}.values())
    if table != "findings":
        return list(rows[table])
    status = tables.COLUMNS[table].index("status")
    return [row for row in rows[table] if row[status] == "RAISED"]


def _subjects(rows: Iterable[Row], rule: str) -> Iterator[str]:
    """What the findings of one rule are about."""
    columns = tables.COLUMNS["findings"]
    for row in rows:
        if row[columns.index("rule")] == rule:
            yield str(row[columns.index("subject")])


@click.command()
@click.option("--events", default=20_000, show_default=True, type=click.IntRange(min=1), help="Events of the world.")
@click.option("--seed", default=1, show_default=True, help="Seed of the world.")
@click.option("--per-second", default=2000.0, show_default=True, help="Events sent to Kafka in a second.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(min=1), help="Faust workers.")
@json_option
def main(events: int, seed: int, per_second: float, workers: int, form: str) -> None:
    """Run one world embedded and distributed and compare every table."""
    with tempfile.TemporaryDirectory(prefix="caratrace-equality-") as folder:
        compared = compare(Path(folder), events, seed, per_second, workers)
    print_summary(compared.summary, form)
    sys.exit(0 if not compared.differences else 1)


if __name__ == "__main__":
    main()
