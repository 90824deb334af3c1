"""``caratrace reference``: rows of reference data that somebody states, and what the register says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.kafka import bootstrap_option
from deploy.local import Arrival
from deploy.output import format_option, json_option, print_rows, print_summary, progress
from deploy.settings import Settings
from deploy.statements import Reading, Speaker, in_effect, read_statements, statements_of
from deploy.wiring import must_hold_a_log, now, open_runtime, reference_known_at, refresh_reference
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


@reference.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--table", required=True, type=click.Choice(sorted(TABLES)), help="The table that the rows are of.")
@click.option("--by", "stated_by", required=True, help="Who states it, such as EU-ANTWERP.")
@click.option("--withdraw", is_flag=True, help="The rows of the files, by key and first day, do not stand.")
@click.option("--to", type=click.Choice(["kafka"]), help="State it in the log on Kafka, for all workers.")
@bootstrap_option
@json_option
@click.pass_obj
def add(
    settings: Settings, files: tuple[Path, ...], table: str, stated_by: str, withdraw: bool, to: str | None,
    bootstrap: str | None, form: str,
) -> int:  # fmt: skip
    """State the rows of FILES, which have the columns of the packaged table, and judge again whom they concern.

    Nothing is overwritten: a row with the same key and first day as another is its correction, and counts from now on;
    both stay. A row that says what stands already changes nothing. Every row that is refused is answered on standard
    error; the others count. Exit code 1 when a row was refused, or a finding was raised.
    """
    if not stated_by.strip():
        raise click.UsageError("--by must not be empty")
    spec, speaker = table_named(table), Speaker(stated_by.strip(), now(), withdraw)
    if to is None:
        if bootstrap is not None:
            raise click.UsageError("--bootstrap is for --to kafka")
        return _add_here(settings, files, spec, speaker, form)
    raise NotImplementedError


@reference.command()
@click.argument("table", type=click.Choice(sorted(TABLES)))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Of each key the row of this day, or the last before.")
@click.option("--known-at", type=Instant(), help="Leave out what reached the log later.")
@click.option("--key", help="Only this key, such as a party's id.")
@format_option
@click.pass_obj
def show(
    settings: Settings, table: str, on: datetime | None, known_at: datetime | None, key: str | None, form: str
) -> int:
    """Print the rows of TABLE that stand: packaged, the operator's own, and stated since.

    `caratrace query register_on` asks the same of the tables of a server, with the packaged rows as they were known.
    """
    must_hold_a_log(settings.home)
    day = None if on is None else on.date()
    found = in_effect(statements_of(reference_known_at(settings, known_at)).standing(table), day)
    columns = ("key", "valid_from", "valid_until", "holds", "stated_by", "recorded_at", "row")
    print_rows(columns, [_shown(row, holds) for row, holds in found if key in (None, row.key)], form)
    return CLEAN


COMMAND = reference


def _shown(row: Standing, holds: bool | None) -> tuple[object, ...]:
    """A row for people and programs: open ends are empty, and so is who stated what came with the program."""
    change = row.change
    return (
        row.key,
        None if row.start == date.min else row.start,
        None if row.stop == date.max else row.stop,
        holds,
        change.stated_by if change else "",
        change.recorded_at if change else None,
        {column: value for column, value in sorted(row.row.cells.items()) if value},
    )


def answer(path: Path, reading: Reading) -> None:
    """Say what was refused of a file, or that nothing is in it."""
    for refused in reading.refused:
        click.echo(f"refused: {path}, {refused.message} [{refused.reason}]", err=True)
    if not reading.rows:
        click.echo(f"{path}: nothing in it", err=True)


def _add_here(settings: Settings, files: tuple[Path, ...], table: Changeable, speaker: Speaker, form: str) -> int:
    rows = unchanged = refused = stated = 0
    raised: set[str] = set()
    retracted: set[str] = set()
    with open_runtime(settings) as (runtime, store):
        for path in files:
            reading = read_statements(path, table, speaker, statements_of(runtime.log.book.reference))
            answer(path, reading)
            contents = [*reading.changes, *reading.refused]
            with progress(str(path), len(contents)) as advance:
                receipt = runtime.take((Arrival(speaker.recorded_at, content) for content in contents), advance)
            rows, unchanged, refused = rows + reading.rows, unchanged + reading.unchanged, refused + receipt.refused
            stated += receipt.accepted
            raised, retracted = (raised - receipt.retracted) | receipt.raised, retracted | receipt.retracted
        refresh_reference(runtime, store)
    summary: dict[str, object] = {
        "rows": rows,
        "stated": stated,
        "unchanged": unchanged,
        "refused": refused,
        "findings_raised": len(raised),
        "findings_retracted": len(retracted - raised),
    }
    ids = {"raised": sorted(raised), "retracted": sorted(retracted - raised)} if form == "json" else {}
    print_summary(summary | ids, form)
    return FINDINGS if refused or raised else CLEAN
