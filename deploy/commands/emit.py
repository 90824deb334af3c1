"""``caratrace emit FILES``: read files and write every event to the log on Kafka."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.intake import as_quarantine
from deploy.kafka import bootstrap_option, connection_of, quiet
from deploy.output import json_option, print_summary, progress
from deploy.registry import wire_format_of
from deploy.settings import Settings
from deploy.wiring import now
from producers.importers import for_path
from producers.importers.base import Accepted, Importer, Read
from schemas.errors import ConfigurationError
from schemas.events import EventRecord
from schemas.findings import QuarantineRecord
from schemas.topics import EVENTS, QUARANTINE

if TYPE_CHECKING:
    from producers.kafka.bookmark import Bookmark
    from schemas.connection import Connection

BOOKMARKS = "emitted"
STANDARD_INPUT = Path("-")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--to", type=click.Choice(["kafka"]), required=True, expose_value=False, help="Where the log is.")
@bootstrap_option
@click.option("--emitter", help="The party that speaks, for files that do not name one in each line.")
@click.option("--again", is_flag=True, help="Send also what earlier runs have sent; repeats keep their event ids.")
@json_option
@click.pass_obj
def emit(
    settings: Settings, files: tuple[Path, ...], bootstrap: str | None, emitter: str | None, again: bool, form: str
) -> int:
    """Read FILES and write every event to the log.

    FILES are .jsonl, .csv or .avro; - is JSON Lines on standard input. Every line that is refused is answered on
    standard error and goes to the quarantine of the log. A record counts when the brokers have acknowledged it; run an
    interrupted command again, and it goes on from there (not with standard input). Exit code 1 when something was
    refused.
    """
    from producers.kafka.emitter import emit as emit_into
    from producers.kafka.log import open_log

    sources = [(path, for_path(path)) for path in files]
    connection = connection_of(settings, bootstrap)
    wire = wire_format_of(settings)
    quiet()
    log_id = _log_id(connection)
    total = Total()
    with open_log(connection) as log:
        for path, importer in sources:
            bookmark = None if path == STANDARD_INPUT else _bookmark(settings, path, emitter, log_id)
            if bookmark and again:
                bookmark.move(0)
            with progress(str(path)) as advance:
                done = emit_into(log, wire, total.contents(path, importer, now(), emitter), bookmark, advance)
            total.sent += done.sent
            total.skipped += done.skipped
    print_summary(total.summary(), form)
    return FINDINGS if total.refused else CLEAN


COMMAND = emit


def _log_id(connection: Connection) -> str:
    """Which log it is: other for another cluster, and for topics that were deleted and made again."""
    from producers.kafka.topics import open_topics

    names = [EVENTS.name, QUARANTINE.name]
    with open_topics(connection) as topics:
        found = topics.found(names)
    missing = [name for name in names if name not in found]
    if missing:
        raise ConfigurationError(
            f"expected the topics {' and '.join(names)} at {connection.bootstrap}, found no "
            f"{' and no '.join(missing)}; run `caratrace topics apply`"
        )
    return " ".join(found[name].topic_id for name in names)


def _bookmark(settings: Settings, path: Path, emitter: str | None, log_id: str) -> Bookmark:
    """The bookmark of this content, spoken by this party, in this log, as this version of the program reads it."""
    from producers.kafka.bookmark import Bookmark, file_digest

    digest = file_digest(path, emitter or "", log_id, metadata.version("caratrace"))
    return Bookmark(settings.home / BOOKMARKS, digest)


class Total:
    """What came of all files together."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.inputs = self.refused = self.sent = self.skipped = 0

    def contents(
        self, path: Path, importer: Importer, arrived: datetime, emitter: str | None
    ) -> Iterator[EventRecord | QuarantineRecord]:
        """What is in a file; refusals are answered and counted."""
        before = self.inputs
        readings: Iterable[Read] = importer.read(path, recorded_at=arrived, default_emitter=emitter)
        for reading in readings:
            self.inputs += 1
            if isinstance(reading, Accepted):
                yield reading.record
            else:
                record = as_quarantine(str(path), reading, arrived)
                click.echo(f"refused: {path}, {record.position}: {record.message} [{record.reason}]", err=True)
                self.refused += 1
                yield record
        if self.inputs == before:
            click.echo(f"{path}: nothing in it", err=True)

    def summary(self) -> dict[str, object]:
        """As it is printed."""
        return {
            "inputs": self.inputs,
            "refused": self.refused,
            "acknowledged": self.sent,
            "acknowledged_before": self.skipped,
        }
