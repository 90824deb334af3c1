"""How commands speak: tables for people, JSON and CSV for machines, progress on standard error."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from schemas.measures import carats_text, dollars_text

LONGEST_CELL = 1000
"""Characters of one cell that a table shows."""

LONGEST_WORD = 40
ROOM_FOR_TEXT = 20
BETWEEN_COLUMNS = 3
"""What a table needs at least to be legible, in characters; a narrower one is printed as blocks."""

FORMATS = ("table", "json", "csv")

format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print the result."
)
json_option = click.option(
    "--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True,
    help="json ends with one JSON object on standard output; progress goes to standard error.",
)  # fmt: skip


def agreed(question: str) -> bool:
    """Whether a person at the terminal says yes; where nobody sits at one, nobody does."""
    return click.get_text_stream("stdin").isatty() and click.confirm(question, err=True)


def as_text(value: object) -> str:
    """A value as a cell: instants in ISO 8601 to the microsecond, lists with spaces, nothing for None."""
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case bool():
            return str(value).lower()
        case dict():
            return ", ".join(f"{name}: {as_text(part)}" for name, part in value.items())
        case list() | tuple():
            return " ".join(as_text(part) for part in value)
        case bytes():
            return value.decode("utf-8", "replace")
    return str(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def to_json(value: object) -> str:
    """One line of JSON; instants and days in ISO 8601."""
    return json.dumps(value, default=_plain, ensure_ascii=False)


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[object]], form: str, title: str | None = None) -> None:
    """Print a result: a table with a rule below the head, one JSON object a line, or CSV with a head."""
    if form == "json":
        for row in rows:
            click.echo(to_json(dict(zip(columns, row, strict=True))))
        return
    if form == "csv":
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([as_text(value) for value in row] for row in rows)
        click.echo(buffer.getvalue(), nl=False)
        return
    cells = [[_for_people(name, value) for name, value in zip(columns, row, strict=True)] for row in rows]
    if _needed_width(columns, cells) > console().width:
        _print_blocks(columns, cells, title)
        return
    table = Table(title=title, title_justify="left", header_style="bold", pad_edge=False, box=SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def _for_people(column: str, value: object) -> str:
    """A cell of a table: weights and amounts with their units, and of a very long text its beginning."""
    if isinstance(value, int) and column in {"carats", "value_cents"}:
        return carats_text(value) if column == "carats" else dollars_text(value)
    text = as_text(value)
    if len(text) > LONGEST_CELL:
        return f"{text[:LONGEST_CELL]}... ({len(text):,} characters; --format json shows them all)"
    return text


def _needed_width(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """Characters a table needs to be read with ease: words stay whole, and texts have some room."""
    needed = 0
    for column, texts in zip(columns, zip(*cells, strict=True), strict=False):
        words = max(len(word) for text in (column, *texts) for word in (text.split() or [""]))
        needed += max(min(words, LONGEST_WORD), min(max(map(len, texts)), ROOM_FOR_TEXT)) + BETWEEN_COLUMNS
    return needed


def _print_blocks(columns: Sequence[str], cells: Iterable[Sequence[str]], title: str | None) -> None:
    """A table that is too wide, as one block for each row: names beside values, blank ones left out."""
    if title:
        click.echo(f"{title}\n")
    width = max(map(len, columns))
    for row in cells:
        for name, text in zip(columns, row, strict=True):
            if text:
                click.echo(f"{name:<{width}}  {text}")
        click.echo()


def print_summary(summary: Mapping[str, Any], form: str) -> None:
    """Print one result: a JSON object on one line, or names beside values."""
    if form == "json":
        click.echo(to_json(summary))
        return
    width = max(len(name) for name in summary)
    for name, value in summary.items():
        shown = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else as_text(value) or "none"
        click.echo(f"{name.replace('_', ' '):<{width}}  {shown}")


def console() -> Console:
    """Standard output as a rich console; wide where nobody looks, so that nothing is cut in a pipe."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=160)


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error; yields the function that moves it on by so many."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not Console(stderr=True).is_terminal,
    )
    with bar:
        task = bar.add_task(label, total=total)
        yield lambda count: bar.update(task, advance=count)
