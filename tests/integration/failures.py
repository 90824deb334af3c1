"""What breaks in production, acted out while events flow; afterwards nothing may be lost, doubled or different.

``python -m tests.integration.failures NAME|all --events 100000 --kills 30`` runs one or all and prints what was sent
and what the history checker says, one JSON object each with ``--format json``. Exit code 1 where anything is wrong.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import click

from deploy.output import json_option, print_summary
from sinks.clickhouse_store import ClickhouseStore
from tests.integration.scene import DROPPING, TELLING, Failure, Scene, Size, run

KILL_EVERY = 2.5
"""Sessions from one kill to the next, at most; what was killed is back in its groups after one."""


def killed(scene: Scene) -> None:
    """Workers (router and judge are one process) and the sink die by kill -9, at any moment."""
    victims = ["worker-1", "sink"] * scene.size.kills
    scene.rng.shuffle(victims)
    for victim in victims:
        scene.pause(0.5, KILL_EVERY * scene.size.session_seconds)
        while not scene.process(victim).kill():
            time.sleep(0.01)
        scene.count(f"kills_{victim.partition('-')[0]}")


def rebalanced(scene: Scene) -> None:
    """A second and a third worker join and leave, some of them by kill -9."""
    steps = (
        ("worker-2", "joins"), ("worker-3", "joins"), ("worker-2", "leaves"), ("worker-3", "dies"),
        ("worker-2", "joins"), ("worker-1", "leaves"), ("worker-3", "leaves"), ("worker-1", "joins"),
    )  # fmt: skip
    for name, what in steps:
        scene.pause(scene.size.minute / 12, scene.size.minute / 4)
        if what == "joins":
            scene.pipeline.worker(name)
        elif what == "leaves":
            scene.process(name).stop()
        else:
            scene.process(name).kill()
        scene.count(what)
    scene.pause(scene.size.minute / 12, scene.size.minute / 6)


def broker_lost(scene: Scene) -> None:
    """One of three brokers is killed, and another after it has come back."""
    for broker in scene.pipeline.on.cluster.brokers[:2]:
        scene.pause(scene.size.minute / 12, scene.size.minute / 6)
        broker.kill()
        scene.count("brokers_killed")
        time.sleep(scene.size.minute / 2)
        broker.start()
        broker.await_answer()
        time.sleep(scene.size.minute / 4)


def clickhouse_away(scene: Scene) -> None:
    """ClickHouse is gone for a minute."""
    scene.await_acknowledged(0.2)
    scene.pipeline.on.clickhouse.kill()
    time.sleep(scene.size.minute)
    scene.pipeline.on.clickhouse.start()
    scene.count("seconds_away", round(scene.size.minute))


def sink_from_the_beginning(scene: Scene) -> None:
    """The sink has lost its offsets and reads everything from the beginning."""
    scene.await_acknowledged(0.5)
    sink = scene.process("sink")
    sink.stop()
    with closing(ClickhouseStore(scene.pipeline.on.address)) as store:
        scene.count("offsets_forgotten", len(scene.pipeline.stored()))
        store.command("TRUNCATE TABLE sink_offsets")
    sink.start()


def poisoned(scene: Scene) -> None:
    """Every thousandth message is no event."""
    scene.await_acknowledged(1)


def dropped(scene: Scene) -> None:
    """Messages vanish from Faust's queue."""
    scene.await_acknowledged(1)


def told_and_died(scene: Scene) -> None:
    """A worker dies by kill -9 when lots have told each other something, before it keeps what led to it."""
    scene.await_acknowledged(1)


def disk_wiped(scene: Scene) -> None:
    """A worker loses its disk: it dies, and comes back without its stores."""
    for share in (0.4, 0.8):
        scene.await_acknowledged(share)
        worker = scene.process("worker-1")
        worker.stop(hard=True)
        scene.pipeline.wipe(worker.name)
        worker.start()
        scene.count("disks_wiped")


def two_owners(scene: Scene) -> None:
    """A worker hangs beyond its session and does not know that another has its partitions; then a worker that is in
    no group with the others judges every partition beside them for a minute.
    """
    first, _ = scene.process("worker-1"), scene.pipeline.worker("worker-2")
    time.sleep(scene.size.minute / 4)
    first.freeze()
    time.sleep(max(scene.size.minute / 3, 3 * scene.size.session_seconds))
    first.thaw()
    scene.count("thawed")
    time.sleep(scene.size.minute / 6)
    other = scene.pipeline.worker("worker-apart", "tests.integration.second_owner")
    time.sleep(scene.size.minute)
    other.stop()
    scene.count("seconds_apart", round(scene.size.minute))


def network_cut(scene: Scene) -> None:
    """The network between worker and broker is cut, for less than a session and for a minute."""
    for seconds in (scene.size.session_seconds / 2, scene.size.minute):
        scene.pause(scene.size.minute / 6, scene.size.minute / 4)
        scene.gate.shut()
        time.sleep(seconds)
        scene.gate.open()
        scene.count("cuts")
    time.sleep(scene.size.minute / 6)


FAILURES: dict[str, Failure] = {
    "killed": Failure(killed, lambda size: size.kills * (0.5 + KILL_EVERY * size.session_seconds)),
    "rebalanced": Failure(rebalanced, lambda size: size.minute * 1.6),
    "broker_lost": Failure(broker_lost, lambda size: size.minute * 2, brokers=3),
    "clickhouse_away": Failure(clickhouse_away, lambda size: size.minute * 1.5),
    "sink_from_the_beginning": Failure(sink_from_the_beginning, lambda size: size.minute / 2),
    "poisoned": Failure(poisoned, lambda size: size.minute / 6, poison_every=1000),
    "dropped": Failure(dropped, lambda size: size.minute, app=DROPPING),
    "told_and_died": Failure(told_and_died, lambda size: size.minute, app=TELLING),
    "disk_wiped": Failure(disk_wiped, lambda size: size.minute),
    "two_owners": Failure(two_owners, lambda size: size.minute * 2.3),
    "network_cut": Failure(network_cut, lambda size: size.minute * 2, wired=True),
}


@click.command()
@click.argument("name", type=click.Choice([*FAILURES, "all"]))
@click.option("--events", default=100_000, show_default=True, type=click.IntRange(min=100))
@click.option("--kills", default=30, show_default=True, help="How often each kind of process is killed.")
@click.option("--minute", default=60.0, show_default=True, help="Seconds that an outage of a minute lasts.")
@click.option("--per-second", default=1000.0, show_default=True, help="Events sent in a second, at most.")
@click.option("--seed", default=1, show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), help="A folder for logs and stores, to look at afterwards.")
@json_option
def main(
    name: str, events: int, kills: int, minute: float, per_second: float, seed: int, keep: Path | None, form: str
) -> None:
    """Let events flow, act out failures, and check that nothing is lost, doubled or different."""
    bad = False
    for chosen in FAILURES if name == "all" else [name]:
        with tempfile.TemporaryDirectory(prefix="caratrace-failures-") as made:
            folder = (keep or Path(made)) / chosen
            folder.mkdir(parents=True)
            ran = run(FAILURES[chosen], folder, Size(events, kills, minute, per_second, seed=seed))
        print_summary({"failure": chosen, **ran.summary}, form)
        sys.stdout.flush()
        bad = bad or bool(ran.result.violations)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
