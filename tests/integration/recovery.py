"""How long a worker that has lost its disk takes until it judges again: from the topic, and from a snapshot.

``python -m tests.integration.recovery --histories 100000`` fills the topic of subjects with ten events of each lot,
starts a worker on an empty disk, and lets it read everything. Then snapshots are copied, more events come, the disk is
lost, the snapshots are put back, and the worker reads what came after them. Both times run from the start of the
process to the last record judged and committed. Measured on the machine it runs on, broker included.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path

import click
from kafka import KafkaProducer

from deploy.output import json_option, print_summary
from schemas.codec import encode, encode_event, is_event
from schemas.records import Entry, SubjectBatch
from schemas.routing import lot_subject, partition_of
from schemas.topics import LARGEST_RECORD, SUBJECTS
from stream_processors import snapshots
from stream_processors.router import BATCH_ENTRIES
from tests import build
from tests.integration.material import Material, make_material
from tests.integration.pipeline import Pipeline, servers
from tests.integration.supervised import Supervised, await_true

OWNERS = ("MINE", "TRADER", "BUYER", "CUTTER", "SHOP")
EVENTS_OF_A_LOT = 10
BIRTH = datetime(2025, 1, 1, 8, tzinfo=UTC)
PATIENCE = 3600


@dataclass(frozen=True, slots=True)
class Recovered:
    """Seconds from the start of the process until it was level, and the most memory that it had, in MiB."""

    seconds: float
    peak_mb: int


def life(lot: str) -> Iterator[bytes]:
    """A registration, four handovers and an examination of one lot, a day apart, as they are sent."""
    at = BIRTH
    yield encode_event(build.registered(lot, at))
    for giver, taker in pairwise(OWNERS):
        at += timedelta(days=1)
        name = f"{lot} {taker}"
        yield encode_event(build.released(lot, at, handover_id=name, from_party=giver, to_party=taker, emitter=giver))
        at += timedelta(hours=2)
        yield encode_event(build.received(lot, at, handover_id=name, from_party=giver, to_party=taker, emitter=taker))
    yield encode_event(build.examined(lot, at + timedelta(days=1), emitter=OWNERS[-1]))


def batches(first: int, lots: int) -> Iterator[tuple[int, SubjectBatch]]:
    """The lives of so many lots, told side by side a thousand at a time, in batches for their partitions."""
    for start in range(first, first + lots, 1000):
        names = [f"RECOVERY-{number}" for number in range(start, min(start + 1000, first + lots))]
        entries: dict[int, list[Entry]] = {}
        for told in zip(*(life(name) for name in names), strict=True):
            for name, payload in zip(names, told, strict=True):
                partition = partition_of(lot_subject(name), SUBJECTS.partitions)
                entries.setdefault(partition, []).append(Entry(BIRTH, payload))
        for partition, waiting in entries.items():
            remaining = iter(waiting)
            while chunk := tuple(islice(remaining, BATCH_ENTRIES)):
                yield partition, SubjectBatch(chunk)


def send(bootstrap: str, told: Iterable[tuple[int, SubjectBatch]]) -> None:
    """Append batches to the topic of subjects, as the router does."""
    with closing(
        KafkaProducer(bootstrap_servers=bootstrap, acks="all", max_request_size=LARGEST_RECORD, linger_ms=5)
    ) as producer:
        for partition, batch in told:
            producer.send(SUBJECTS.name, value=encode(batch), partition=partition)
        producer.flush()


def recover(pipeline: Pipeline, began: float) -> Recovered:
    """Start the worker and wait until it is level; ``began`` is when the recovery did."""
    worker = pipeline.worker()
    peak = 0

    def is_level() -> bool:
        nonlocal peak
        peak = max(peak, _peak_kb(worker))
        return not pipeline.unjudged()

    await_true("the worker is level", is_level, PATIENCE)
    seconds = time.monotonic() - began
    worker.stop()
    return Recovered(seconds, peak // 1024)


def _peak_kb(worker: Supervised) -> int:
    """The most memory that the process ever had; 0 before it runs."""
    try:
        status = Path(f"/proc/{worker.pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def measure(folder: Path, histories: int, later_percent: int, cached: int = 200_000) -> dict[str, object]:
    """Lose the disk twice; the figures."""
    material: Material = make_material(folder, 100, 1)
    later = max(1, histories * later_percent // 100)
    with servers(folder / "servers") as on:
        pipeline = Pipeline(folder, on, material, TICK_SECONDS="3600", CACHED_HISTORIES=str(cached))
        try:
            send(on.cluster.address(), batches(0, histories))
            whole = recover(pipeline, time.monotonic())
            _check(pipeline, histories)
            copying = time.monotonic()
            stores, kept = pipeline.stores_of("worker-1"), folder / "snapshots"
            made = [snapshots.copy(store, kept) for store in snapshots.stores_in(stores)]
            copied = time.monotonic()
            send(on.cluster.address(), batches(histories, later))
            pipeline.wipe("worker-1")
            restoring = time.monotonic()
            for path in made:
                snapshots.restore(path, stores)
            restored = time.monotonic()
            from_snapshot = recover(pipeline, restoring)
            _check(pipeline, histories + later)
        finally:
            pipeline.stop()
    return {
        "histories": histories,
        "events": histories * EVENTS_OF_A_LOT,
        "cached_histories": cached,
        "topic_seconds": round(whole.seconds, 1),
        "topic_events_per_second": round(histories * EVENTS_OF_A_LOT / whole.seconds),
        "topic_peak_memory_mb": whole.peak_mb,
        "snapshot_mb": sum(path.stat().st_size for path in made) // 2**20,
        "snapshot_copy_seconds": round(copied - copying, 1),
        "events_after_snapshot": later * EVENTS_OF_A_LOT,
        "snapshot_restore_seconds": round(restored - restoring, 1),
        "snapshot_seconds": round(from_snapshot.seconds, 1),
        "snapshot_peak_memory_mb": from_snapshot.peak_mb,
    }


def _check(pipeline: Pipeline, histories: int) -> None:
    """The stores keep every event once; a figure of a recovery that lost something would be worth nothing."""
    payloads = [payload for store in pipeline.stores().values() for payload in store.records()]
    events = [payload for payload in payloads if is_event(payload)]
    assert len(events) == len(set(events)) == histories * EVENTS_OF_A_LOT, f"{len(events)} events were recovered"


@click.command()
@click.option("--histories", default=100_000, show_default=True, type=click.IntRange(min=1), help="Of ten events each.")
@click.option("--later-percent", default=1, show_default=True, help="Histories that begin after the snapshot.")
@click.option("--cached", default=200_000, show_default=True, type=click.IntRange(min=1), help="Histories in memory.")
@json_option
def main(histories: int, later_percent: int, cached: int, form: str) -> None:
    """Measure the recovery of a worker that has lost its disk."""
    with tempfile.TemporaryDirectory(prefix="caratrace-recovery-") as folder:
        print_summary(measure(Path(folder), histories, later_percent, cached), form)


if __name__ == "__main__":
    main()
