"""``caratrace quarantine``: what was refused from the log on Kafka, sent again once it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.kafka import bootstrap_option, connection_of, quiet
from deploy.output import agreed, json_option, print_summary, progress
from deploy.registry import wire_format_of
from deploy.settings import Settings
from schemas.events import EventRecord
from schemas.topics import EVENTS, QUARANTINE

if TYPE_CHECKING:
    from producers.kafka.reading import Reader
    from producers.redrive import Tally
    from schemas.framing import WireFormat

TOLD = 20
"""Records that still cannot be read and are named one by one; the others are counted."""


@click.group()
def quarantine() -> None:
    """Send refused records of the log again, once they can be read."""


@quarantine.command()
@click.option("--source", default=EVENTS.name, show_default=True, help="Only what was refused from this topic.")
@click.option("--reason", help="Only what was refused for this reason, such as unknown_schema.")
@click.option("--yes", is_flag=True, help="Act without asking.")
@bootstrap_option
@json_option
@click.pass_obj
def redrive(settings: Settings, source: str, reason: str | None, yes: bool, bootstrap: str | None, form: str) -> int:
    """Read the quarantine of the log, and send what is an event by now to the events again.

    Run it after an upgrade, or when the schema registry has got a schema that was missing. Run twice, it does no harm:
    the event ids are the same. What is still refused stays, and is told with its reason; a record whose bytes were too
    many to keep can only be sent again by its emitter. Refused lines of files are not sent: correct the file. Exit code
    1 when something is still refused, or was not sent for want of a yes.
    """
    from producers.kafka.emitter import emit
    from producers.kafka.log import open_log
    from producers.kafka.reading import open_reader
    from producers.redrive import Tally

    connection, wire = connection_of(settings, bootstrap), wire_format_of(settings)
    quiet()
    acknowledged = 0
    with open_reader(connection) as reader:
        ends = reader.ends(QUARANTINE)
        tally = Tally(source, reason)
        with progress("examined") as advance:
            for _ in _readable(reader, ends, wire, tally, tell=True):
                advance(1)
        sending = tally.readable > 0 and (yes or agreed(f"Send {tally.readable:,} events to {EVENTS.name} again?"))
        if sending:
            with open_log(connection) as log, progress("sent") as advance:
                again = _readable(reader, ends, wire, Tally(source, reason), tell=False)
                acknowledged = emit(log, wire, again, None, advance).sent
    if tally.readable and not sending:
        click.echo("nothing was sent; --yes acts without asking", err=True)
    print_summary(
        {
            "readable": tally.readable,
            "sent": acknowledged,
            "still_refused": sum(tally.refused.values()),
            "still_refused_by_reason": dict(tally.refused),
            "repeated_in_quarantine": tally.repeated,
            "of_other_sources_or_reasons": tally.others,
        },
        form,
    )
    return FINDINGS if tally.refused or (tally.readable and not sending) else CLEAN


COMMAND = quarantine


def _readable(
    reader: Reader, ends: dict[int, int], wire: WireFormat, tally: Tally, *, tell: bool
) -> Iterator[EventRecord]:
    """The events among the refused records up to ``ends``; the others are counted, and with ``tell`` answered."""
    from producers.redrive import Refusal, examine, refused_in

    for partition, end in ends.items():
        for record in reader.each(QUARANTINE, partition, 0, end):
            refused = refused_in(record.payload, wire.read)
            place = f"{QUARANTINE.name} partition {partition}, offset {record.offset}"
            found: EventRecord | Refusal
            if isinstance(refused, Refusal):
                found = refused
            elif tally.wants(refused):
                place, found = f"{refused.source} {refused.position}", examine(refused, wire.read)
            else:
                continue
            tally.count(found)
            if not isinstance(found, Refusal):
                yield found
            elif tell and tally.refused.total() <= TOLD:
                click.echo(f"still refused: {place}: {found.message} [{found.reason}]", err=True)
