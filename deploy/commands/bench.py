"""``caratrace bench``: measurements of this machine, with the figures that documents quote."""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import click
import fastavro

from deploy.kafka import bootstrap_option, connection_of, quiet
from deploy.memory import settle
from deploy.output import json_option, print_rows, print_summary, progress, to_json
from deploy.settings import Settings
from producers.simulator.world import World, simulate
from schemas import catalog
from schemas.codec import HEADER_BYTES, record_of
from schemas.events import EventRecord
from schemas.reference.load import load_reference
from schemas.routing import shares
from stream_processors.engine import Engine, MemoryHistories
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules

FASTEST = 20_000
"""Events a second that no worker of one process comes near."""

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


@bench.command()
@bootstrap_option
@click.option(
    "--backlog",
    default=50_000,
    show_default=True,
    type=click.IntRange(min=100),
    help="Events that lie in the log when a system begins.",
)
@click.option(
    "--rate",
    "rates",
    multiple=True,
    default=(500, 1000, 2000, 4000),
    show_default=True,
    type=click.IntRange(1, FASTEST),
    help="Events offered a second; may be given several times.",
)
@click.option(
    "--seconds", default=20, show_default=True, type=click.IntRange(min=1), help="How long each rate is offered."
)
@click.option(
    "--peer-rate",
    default=1000,
    show_default=True,
    type=click.IntRange(1, FASTEST),
    help="Events offered a second where systems are compared.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 12),
    help="Processes that share the work at these rates; systems are compared with one each.",
)
@click.option("--peers/--no-peers", default=True, show_default=True, help="Measure other systems in the same run.")
@click.option(
    "--quix-python",
    type=click.Path(exists=True, dir_okay=False),
    metavar="PATH",
    help="A Python of this version that has quixstreams, to measure Quix Streams too; ours, when it has it.",
)
@click.option("--broker-pid", type=click.IntRange(min=1), help="The broker's process, to measure its CPU time too.")
@click.option("--seed", default=1, show_default=True, help="Seed of the simulated world.")
@click.option("--yes", is_flag=True, help="Also use a log that holds records already.")
@json_option
@click.pass_obj
def pipeline(  # noqa: PLR0913, PLR0917 - an argument for each option
    settings: Settings, bootstrap: str | None, backlog: int, rates: tuple[int, ...], seconds: int, peer_rate: int,
    workers: int, peers: bool, quix_python: str | None, broker_pid: int | None, seed: int, yes: bool, form: str,
) -> None:  # fmt: skip
    """Measure a worker on Kafka under load, from send to verdict readable.

    The log must be one of its own: what is sent stays in it. Topics are made where they are missing. An open-loop
    generator, in a process of its own, sends a simulated world. A latency counts from the instant at which an event
    was due to be sent until every judge that it concerns has its findings acknowledged and its histories committed.
    The highest rate that is sustained is looked for from nine tenths of what a backlog is judged with: up as long as
    the lag stays bounded, else down until it does. Needs Linux.
    """
    from deploy.benchmarks.cluster import open_cluster
    from deploy.benchmarks.material import Material
    from deploy.benchmarks.pipeline import PEERS, Load, measure, report
    from deploy.benchmarks.session import Place
    from deploy.benchmarks.systems import quix
    from deploy.wiring import now

    others = (*PEERS, *((quix(quix_python),) if quix(quix_python) else ())) if peers else ()
    load = Load(backlog, seconds, rates, peer_rate, workers, tuple(other for other in others if other is not None))
    connection = connection_of(settings, bootstrap)
    quiet()
    settings.home.mkdir(parents=True, exist_ok=True)
    with (
        open_cluster(connection, settings.kafka_copies, yes) as cluster,
        TemporaryDirectory(prefix="bench-", dir=settings.home) as folder,
    ):
        material = Material(Path(folder), load.most_events, seed, now().date())
        place = Place(Path(folder).absolute(), material.reference, connection.bootstrap, cluster, broker_pid)
        measured = measure(load, material, place, lambda line: click.echo(line, err=True))
    print_report(report(measured, load), form)


@bench.command()
@click.option(
    "--seed", "seeds", multiple=True, type=int,
    help="A seed to report; may be given several times (default: 101 to 105).",
)  # fmt: skip
@click.option("--tuned-seed", "tuned", multiple=True, type=int, help="A seed used while tuning (default: 1 and 2).")
@click.option(
    "--events", default=8_000, show_default=True, type=click.IntRange(min=100), help="Honest events of each world."
)
@click.option(
    "--cases", default=3, show_default=True, type=click.IntRange(min=1), help="How often a world has each fault."
)
@click.option("--scenario", "names", multiple=True, help="Only this scenario; may be given several times.")
@json_option
def detection(
    seeds: tuple[int, ...], tuned: tuple[int, ...], events: int, cases: int, names: tuple[str, ...], form: str
) -> None:
    """Measure how much each rule and detector catches, how soon, and how often it cries wolf.

    Worlds are simulated, calibrated on published figures, and labelled. A fault changes one honest story; a play tells
    a storyline of months with parties of its own. Events come in the order of their arrival, with a tick for each day
    and a look of the detectors on the second of each month. Delays are simulated time, from the arrival of the first
    faulty event to the flag. A finding that no label asks for is a false alarm. Seeds used while tuning are measured
    and printed apart from those reported.
    """
    from deploy.benchmarks.detection.measure import REPORTED, TUNED, Size, measure
    from deploy.benchmarks.detection.workers import side_by_side
    from deploy.stopping import breaking_off
    from producers.simulator.scenarios import all_scenarios

    seeds, tuned = seeds or REPORTED, tuned or TUNED
    _once_each(seeds, tuned)

    known = all_scenarios()
    if strange := sorted(set(names) - set(known)):
        raise click.UsageError(f"expected names of scenarios, got {', '.join(strange)}; there are {', '.join(known)}")
    chosen = {name: known[name] for name in known if not names or name in names}
    size, tell = Size(events, cases), partial(click.echo, err=True)
    with breaking_off("not all worlds were measured, so no figures are printed"), side_by_side() as look:
        figures = measure(look, chosen, seeds, tuned, size, tell)
    print_report(figures, form)


def _once_each(seeds: tuple[int, ...], tuned: tuple[int, ...]) -> None:
    """Refuse a seed that stands twice: it would be counted twice, or be reported though it was tuned with."""
    for option, given in (("--seed", seeds), ("--tuned-seed", tuned)):
        if twice := sorted({seed for seed in given if given.count(seed) > 1}):
            raise click.UsageError(f"expected each {option} once, got {', '.join(map(str, twice))} more often")
    if both := sorted(set(seeds) & set(tuned)):
        raise click.UsageError(
            f"seed {both[0]} is used while tuning (--tuned-seed {' --tuned-seed '.join(map(str, tuned))}), "
            "so it cannot be one that is only reported (--seed); expected other seeds on one side"
        )


def print_report(figures: dict[str, Any], form: str) -> None:
    """Print the figures of a benchmark: one JSON object, or a summary and a table for each list of rows."""
    if form == "json":
        click.echo(to_json(figures))
        return
    tables = [
        name
        for name, value in figures.items()
        if isinstance(value, list) and all(isinstance(row, dict) for row in value)
    ]
    print_summary({name: value for name, value in figures.items() if name not in tables}, form)
    for name in tables:
        rows = figures[name]
        if rows:
            print_rows(list(rows[0]), [list(row.values()) for row in rows], form, name)


COMMAND = bench


@dataclass(slots=True)
class _Run:
    events: int = 0
    position: int = 0
    shares: int = 0
    findings: int = 0
    engine_seconds: float = 0
    decode_seconds: float = 0


def _measure(events: int, seed: int, advance: Callable[[int], None]) -> _Run:
    """One run over a simulated world; only judging and decoding are on the clock."""
    world = simulate(seed, events, faults=events // 1000)
    known = (
        load_reference()
        .with_parties(world.parties)
        .with_sites(world.sites)
        .with_licences(world.licences)
        .with_zones(world.zones)
    )
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
    for record, sent_at in chunk:
        if sent_at - judge.now > DAY:
            run.position += 1
            found += len(judge.tick(sent_at, run.position, sent_at))
        run.position += 1
        found += len(judge.event(record, run.position, sent_at).findings)
        for _, findings in judge.let_hear(run.position + 1, sent_at):
            run.position += 1
            found += len(findings)
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
