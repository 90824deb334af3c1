"""``caratrace simulate``: a mine-to-market world as files."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import click

from deploy.output import json_option, print_summary, progress
from deploy.overlay import write_overlay
from producers.simulator.labels import write_labels
from producers.simulator.world import World, simulate
from schemas.errors import ConfigurationError
from schemas.jsonform import event_to_json


@click.command(name="simulate")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--events", default=10_000, show_default=True, type=click.IntRange(min=100), help="About how many events."
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same files.")
@click.option("--faults", default=0, show_default=True, type=click.IntRange(min=0), help="How many faults to inject.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), default="2026-01-05", show_default=True, help="First day.")
@json_option
def simulate_files(folder: Path, events: int, seed: int, faults: int, start: datetime, form: str) -> None:
    """Write a simulated world into FOLDER, which must be empty or new.

    events.jsonl holds the events in the order in which they were sent (late and repeated ones included), labels.jsonl
    the injected faults with the finding each must lead to, parties.csv, sites.csv, licences.csv and zones.geojson the
    world's own reference data.
    Judge it with: CARATRACE_REFERENCE=FOLDER caratrace ingest FOLDER/events.jsonl
    """
    if folder.exists() and any(folder.iterdir()):
        raise ConfigurationError(f"{folder} is not empty; name a new folder, so that nothing is overwritten")
    folder.mkdir(parents=True, exist_ok=True)
    world = simulate(seed, events, faults=faults, start=start.date())
    written = _write_events(world, folder / "events.jsonl", events)
    write_labels(world.labels, folder / "labels.jsonl")
    write_overlay(folder, world.parties, world.sites, world.licences, world.zones)
    print_summary({"events": written, "faults": len(world.labels), "settled_at": world.ends_at}, form)


COMMAND = simulate_files


def _write_events(world: World, path: Path, events: int) -> int:
    written = 0
    with ExitStack() as stack:
        file = stack.enter_context(path.open("w", encoding="utf-8"))
        advance = stack.enter_context(progress("events", events))
        for sent in world.sent():
            file.write(json.dumps(event_to_json(sent.event), ensure_ascii=False) + "\n")
            written += 1
            advance(1)
    return written
