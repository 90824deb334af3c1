"""``caratrace ingest FILES``: read files, judge every event, answer for every line that could not be read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.intake import arrivals
from deploy.local import Arrival, Receipt
from deploy.output import json_option, print_summary, progress
from deploy.settings import Settings
from deploy.wiring import now, open_runtime
from producers.importers import for_path
from schemas.findings import QuarantineRecord
from schemas.records import Tick


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--emitter", help="The party that speaks, for files that do not name one in each line.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Judge deadlines as of this day, UTC (default: now).")
@json_option
@click.pass_obj
def ingest(settings: Settings, files: tuple[Path, ...], emitter: str | None, as_of: datetime | None, form: str) -> int:
    """Read FILES, judge them and keep the rows.

    FILES are .csv or .tsv, .jsonl or .ndjson, or .avro; - is JSON Lines on standard input. Every line that is refused
    is answered on standard error and kept in quarantine. Sending a file twice does no harm: repeats are counted and
    change nothing. json lists the ids of the findings raised and retracted. Exit code 1 when something was refused or
    a finding was raised.
    """
    arrived = now()
    sources = [(path, for_path(path)) for path in files]
    total = Receipt()
    with open_runtime(settings) as (runtime, _):
        for path, importer in sources:
            readings = importer.read(path, recorded_at=arrived, default_emitter=emitter)
            with progress(str(path)) as advance:
                receipt = runtime.take(arrivals(str(path), readings, arrived, _answer), advance)
            if not receipt.inputs:
                click.echo(f"{path}: nothing in it", err=True)
            total.add(receipt)
        until = arrived if as_of is None else as_of.replace(tzinfo=UTC)
        total.add(runtime.take([Arrival(arrived, Tick(until))]))
    ids = {"raised": sorted(total.raised), "retracted": sorted(total.retracted)} if form == "json" else {}
    print_summary({**_summary(total), **ids}, form)
    return FINDINGS if total.refused or total.raised else CLEAN


COMMAND = ingest


def _answer(record: QuarantineRecord) -> None:
    click.echo(f"refused: {record.source}, {record.position}: {record.message} [{record.reason}]", err=True)


def _summary(receipt: Receipt) -> dict[str, object]:
    return {
        "inputs": receipt.inputs,
        "accepted": receipt.accepted,
        "repeated": receipt.repeated,
        "refused": receipt.refused,
        "refused_by_reason": dict(sorted(receipt.reasons.items())),
        "findings_raised": len(receipt.raised),
        "findings_retracted": len(receipt.retracted),
    }
