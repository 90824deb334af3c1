"""``caratrace reference``: rows of reference data that somebody states, and what the register says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.kafka import bootstrap_option, connection_of, quiet
from deploy.local import Arrival, Receipt
from deploy.output import FORMATS, json_option, print_rows, print_summary, progress
from deploy.registry import wire_format_of
from deploy.settings import Settings
from deploy.statements import Reading, Speaker, check_files, in_effect, read_statements, statements_of
from deploy.wiring import must_hold_a_log, now, open_runtime, reference_known_at, refresh_reference, rule_book
from schemas.findings import QuarantineRecord
from schemas.records import ReferenceChanged
from schemas.reference.changeable import TABLES, Changeable
from schemas.reference.register import Standing
from schemas.reference.statements import table_named


class Instant(click.ParamType):
    """An instant in ISO 8601, UTC where it names no offset."""

    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The instant that a text names."""
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"expected an instant such as 2026-03-01 or 2026-03-01T12:00:00Z, got {value!r}", param, ctx)
        return found if found.tzinfo else found.replace(tzinfo=UTC)


@click.group()
def reference() -> None:
    """State rows of reference data, or show what the register says."""


Command = Callable[..., int]


def _stating(command: Command) -> Command:
    """The arguments and options of a command that states rows."""
    for decorate in (
        click.pass_obj,
        json_option,
        bootstrap_option,
        click.option("--to", type=click.Choice(["kafka"]), help="State it in the log on Kafka, for all workers."),
        click.option("--by", "stated_by", required=True, help="Who states it, such as EU-ANTWERP."),
        click.option("--table", required=True, type=click.Choice(sorted(TABLES)), help="The table of the rows."),
        click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path)),
    ):
        command = decorate(command)
    return command


@reference.command()
@_stating
def add(
    settings: Settings, files: tuple[Path, ...], table: str, stated_by: str, to: str | None, bootstrap: str | None,
    form: str,
) -> int:  # fmt: skip
    """State the rows of FILES, which have the columns of the packaged table, and judge again whom they concern.

    Nothing is overwritten: a row with the same key and first day as another is its correction, and counts from now on;
    both stay. A row that says what stands already changes nothing. Every row that is refused is answered on standard
    error; the others count. Where one of FILES cannot be read, none is taken. Exit code 1 when a row was refused, or a
    finding was raised.
    """
    return _state(settings, files, table, Speaker(stated_by.strip(), now()), to, bootstrap, form)


@reference.command()
@_stating
def withdraw(
    settings: Settings, files: tuple[Path, ...], table: str, stated_by: str, to: str | None, bootstrap: str | None,
    form: str,
) -> int:  # fmt: skip
    """State that the rows of FILES, by their keys and first days, do not stand, and judge again whom that concerns.

    A row that ended is stated with its last day instead. A row that never stood is refused. Exit codes as of add.
    """
    return _state(settings, files, table, Speaker(stated_by.strip(), now(), withdrawing=True), to, bootstrap, form)


@reference.command()
@click.argument("table", type=click.Choice(sorted(TABLES)))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Of each key the row of this day, or the last before.")
@click.option("--known-at", type=Instant(), help="Leave out what reached the log later.")
@click.option("--key", help="Only this key, such as a party's id.")
@click.option(
    "--format", "form", type=click.Choice((*FORMATS, "file")), default="table", show_default=True,
    help="How to print the result; file makes CSV as add and withdraw read it, to be corrected and stated again.",
)  # fmt: skip
@click.pass_obj
def show(
    settings: Settings, table: str, on: datetime | None, known_at: datetime | None, key: str | None, form: str
) -> int:
    """Print the rows of TABLE that stand: packaged, the operator's own, and stated since.

    valid_from and valid_until are the first and last day; nothing stands there where it is open. `caratrace query
    register_on` asks the same of the tables of a server, with the packaged rows as they were known.
    """
    must_hold_a_log(settings.home)
    day = None if on is None else on.date()
    standing = statements_of(reference_known_at(settings, known_at)).standing(table)
    found = [(row, holds) for row, holds in in_effect(standing, day) if key in (None, row.key)]
    if not found:
        click.echo(_nothing(table, key, {row.key for row in standing}, day), err=True)
    if form == "file":
        _print_file(table_named(table), [row for row, _ in found])
    elif found or form != "table":
        columns = ("key", "valid_from", "valid_until", "holds", "stated_by", "recorded_at", "row")
        print_rows(columns, [_shown(row, holds) for row, holds in found], form)
    return CLEAN


COMMAND = reference


def _shown(row: Standing, holds: bool | None) -> tuple[object, ...]:
    """A row for people and programs: open ends are empty, and so is who stated what came with the program."""
    change = row.change
    return (
        row.key,
        None if row.start == date.min else row.start,
        None if row.stop == date.max else row.stop - timedelta(days=1),
        holds,
        change.stated_by if change else "",
        change.recorded_at if change else None,
        {column: value for column, value in sorted(row.row.cells.items()) if value},
    )


def _nothing(table: str, key: str | None, keys: Iterable[str], day: date | None) -> str:
    """Why no row is shown, and what may have been meant."""
    names = {name.casefold(): name for name in sorted(keys)}
    if key is None or key in names.values():
        return f"no row of {table} stands" + (f" on {day} or ended before" if day else "")
    close = get_close_matches(key.casefold(), names, 1)
    return f"no row of {table} has the key {key!r}" + (f"; did you mean {names[close[0]]!r}?" if close else "")


def _print_file(table: Changeable, rows: Sequence[Standing]) -> None:
    """The rows with the columns of their table, those that may be left out only where a row says something there."""
    options = [name for name in table.options if any(row.row.cells.get(name) for row in rows)]
    columns = (*table.columns, *options)
    print_rows(columns, [[row.row.cells.get(column, "") for column in columns] for row in rows], "csv")


def _state(
    settings: Settings, files: tuple[Path, ...], table: str, speaker: Speaker, to: str | None, bootstrap: str | None,
    form: str,
) -> int:  # fmt: skip
    if not speaker.name:
        raise click.UsageError("--by must not be empty")
    check_files(files, table_named(table))
    if to is not None:
        return _state_in_kafka(settings, bootstrap, files, table_named(table), speaker, form)
    if bootstrap is not None:
        raise click.UsageError("--bootstrap is for --to kafka")
    return _state_here(settings, files, table_named(table), speaker, form)


@dataclass(slots=True)
class _Total:
    """What came of all files together."""

    rows: int = 0
    stated: int = 0
    unchanged: int = 0
    refused: int = 0

    def add(self, path: Path, reading: Reading) -> None:
        """Count a file, and answer for what was refused in it."""
        for refused in reading.refused:
            click.echo(f"refused: {path}, {refused.message} [{refused.reason}]", err=True)
        if not reading.rows:
            click.echo(f"{path}: nothing in it", err=True)
        self.rows += reading.rows
        self.unchanged += reading.unchanged
        self.refused += len(reading.refused)

    def summary(self) -> dict[str, object]:
        """As it is printed."""
        return {"rows": self.rows, "stated": self.stated, "unchanged": self.unchanged, "refused": self.refused}


def _state_here(settings: Settings, files: tuple[Path, ...], table: Changeable, speaker: Speaker, form: str) -> int:
    total, receipt = _Total(), Receipt()
    with open_runtime(settings) as (runtime, store):
        for path in files:
            reading = read_statements(path, table, speaker, statements_of(runtime.log.book.reference))
            total.add(path, reading)
            contents: list[ReferenceChanged | QuarantineRecord] = [*reading.changes, *reading.refused]
            with progress(str(path), len(contents)) as advance:
                receipt.add(runtime.take((Arrival(speaker.recorded_at, content) for content in contents), advance))
        refresh_reference(runtime, store)
    total.stated = receipt.accepted
    counts: dict[str, object] = {"findings_raised": len(receipt.raised), "findings_retracted": len(receipt.retracted)}
    ids = {"raised": sorted(receipt.raised), "retracted": sorted(receipt.retracted)} if form == "json" else {}
    print_summary(total.summary() | counts | ids, form)
    return FINDINGS if total.refused or receipt.raised else CLEAN


def _state_in_kafka(
    settings: Settings, bootstrap: str | None, files: tuple[Path, ...], table: Changeable, speaker: Speaker, form: str
) -> int:
    """Refused rows go to the quarantine of the log; findings are raised by the workers."""
    from producers.kafka.emitter import outgoing
    from producers.kafka.log import open_log
    from producers.kafka.reading import open_reader
    from producers.kafka.statements import after_all, state

    quiet()
    connection, wire, total = connection_of(settings, bootstrap), wire_format_of(settings), _Total()
    for path in files:
        with open_reader(connection) as reader:
            known = after_all(rule_book(settings).reference, reader, wire)
        reading = read_statements(path, table, speaker, statements_of(known))
        total.add(path, reading)
        with open_log(connection) as log:
            total.stated += state(log, reading.changes, wire)
            for refused in reading.refused:
                log.send(outgoing(refused, wire))
            log.flush()
    print_summary(total.summary(), form)
    return FINDINGS if total.refused else CLEAN
