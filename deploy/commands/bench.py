"""``caratrace bench``: measurements of this machine, with the figures that documents quote."""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from time import process_time

import click
import fastavro

from deploy.memory import settle
from deploy.output import json_option, print_summary, progress
from producers.simulator.world import World, simulate
from schemas import catalog
from schemas.codec import HEADER_BYTES, record_of
from schemas.events import EventRecord
from schemas.reference.load import load_reference
from schemas.routing import shares
from stream_processors.engine import Engine, MemoryHistories
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules

SMALL = 10_000
CHUNK = 10_000
SMALL_RUNS = 5
DAY = timedelta(days=1)


@click.group()
def bench() -> None:
    """Measure this machine; comparisons are made within one run."""


@bench.command()
@click.option(
    "--events", default=1_000_000, show_default=True, type=click.IntRange(min=SMALL), help="Size of the long run."
)
@click.option("--seed", default=1, show_default=True, help="Seed of the simulated world.")
@json_option
def engine(events: int, seed: int, form: str) -> None:
    """Events per second of the engine on one core.

    All rules are on; beside it stands the plain Avro decode rate. Time is CPU time of this process. The engine gets
    decoded events and a tick a simulated day; the decode rate is fastavro alone on the same bytes. cost growth = CPU
    per event in the long run / the median of five runs of 10,000.
    """
    with progress("events", events + SMALL * SMALL_RUNS) as advance:
        short = [_measure(SMALL, seed + run, advance) for run in range(SMALL_RUNS)]
        long = _measure(events, seed, advance)
    small_cost = statistics.median(run.engine_seconds / run.events for run in short)
    cost = long.engine_seconds / long.events
    decode = long.events / long.decode_seconds
    print_summary(
        {
            "events": long.events,
            "subjects_per_event": round(long.shares / long.events, 2),
            "events_per_second": round(1 / cost),
            "events_per_second_10k": round(1 / small_cost),
            "avro_decode_per_second": round(decode),
            "ratio": round(1 / cost / decode, 2),
            "cost_growth": round(cost / small_cost, 3),
            "findings": long.findings,
        },
        form,
    )


COMMAND = bench


@dataclass(slots=True)
class _Run:
    events: int = 0
    shares: int = 0
    findings: int = 0
    engine_seconds: float = 0
    decode_seconds: float = 0


def _measure(events: int, seed: int, advance: Callable[[int], None]) -> _Run:
    """One run over a simulated world; only judging and decoding are on the clock."""
    world = simulate(seed, events, faults=events // 1000)
    known = load_reference().with_parties(world.parties).with_sites(world.sites)
    judge = Engine(RuleBook(all_rules(), known), MemoryHistories())
    run = _Run()
    settle()
    for chunk in _chunks(world):
        _judge(judge, chunk, run)
        _decode(chunk, run)
        advance(len(chunk))
        settle()
    return run


def _chunks(world: World) -> Iterator[list[tuple[EventRecord, datetime]]]:
    sent = ((record_of(message.event), message.sent_at) for message in world.sent())
    while chunk := list(islice(sent, CHUNK)):
        yield chunk


def _judge(judge: Engine, chunk: list[tuple[EventRecord, datetime]], run: _Run) -> None:
    started = process_time()
    found = 0
    for position, (record, sent_at) in enumerate(chunk, run.events + 1):
        if sent_at - judge.now > DAY:
            found += len(judge.tick(sent_at, position, sent_at))
        found += len(judge.event(record, position, sent_at).findings)
    run.engine_seconds += process_time() - started
    run.findings += found
    run.events += len(chunk)
    run.shares += sum(len(shares(record.event)) for record, _ in chunk)


def _decode(chunk: list[tuple[EventRecord, datetime]], run: _Run) -> None:
    schema = catalog.schema("CustodyEvent")
    bodies = [record.payload[HEADER_BYTES:] for record, _ in chunk]
    started = process_time()
    for payload in bodies:
        fastavro.schemaless_reader(io.BytesIO(payload), schema, None)
    run.decode_seconds += process_time() - started
