"""``caratrace store``: the stores in which judges keep their histories, and snapshots of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.output import format_option, print_rows, progress
from deploy.settings import Settings
from schemas.errors import ConfigurationError, StopError

if TYPE_CHECKING:
    from stream_processors.store_check import Stored

snapshots_option = click.option(
    "--snapshots", "folder", type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the snapshots (default: $CARATRACE_SNAPSHOTS, else snapshots in the home folder).",
)  # fmt: skip
files_argument = click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def store() -> None:
    """List the stores of the judge and their snapshots, copy, check and restore them.

    A store is a file of one partition in the folder that CARATRACE_STORES names. A lost one is judged again from the
    topic; with a snapshot only what came after it is.
    """


@store.command(name="list")
@snapshots_option
@format_option
@click.pass_obj
def list_stores(settings: Settings, folder: Path | None, form: str) -> int:
    """List stores and snapshots.

    The next offset is where a store goes on in its partition. Exit code 1 when one of them cannot be read.
    """
    from stream_processors.store_check import look

    columns = ("file", "topic", "partition", "of", "next_offset", "records", "open", "rules", "bytes", "state")
    rows: list[tuple[object, ...]] = []
    for path in _all_files(settings, folder):
        try:
            rows.append((path, *_described(look(path)), "readable"))
        except StopError as error:
            rows.append((path, *[None] * (len(columns) - 2), str(error)))
    print_rows(columns, rows, form)
    return CLEAN if all(row[-1] == "readable" for row in rows) else FINDINGS


@store.command()
@snapshots_option
@click.option(
    "--keep", type=click.IntRange(min=1),
    help="Then remove all but so many snapshots of each partition; the newest that is whole always stays.",
)  # fmt: skip
@format_option
@click.pass_obj
def copy(settings: Settings, folder: Path | None, keep: int | None, form: str) -> int:
    """Make a snapshot of every store.

    Workers may write to them meanwhile: what is committed counts. Exit code 1 when one could not be copied; then
    nothing is removed.
    """
    from deploy.wiring import snapshots_of, stores_of
    from stream_processors.snapshots import copy as make_snapshot
    from stream_processors.snapshots import prune, snapshots_in, stores_in

    stores, into = stores_of(settings), folder or snapshots_of(settings)
    found, known = stores_in(stores), set(snapshots_in(into))
    if not found:
        raise ConfigurationError(f"there is no store in {stores}; name the folder of a worker in CARATRACE_STORES")
    rows: list[tuple[object, ...]] = []
    refused = False
    for path in found:
        try:
            made = make_snapshot(path, into)
            rows.append((path, made, "nothing new" if made in known else "copied"))
        except StopError as error:
            refused = True
            rows.append((path, None, str(error)))
    print_rows(("store", "snapshot", "result"), rows, form)
    if keep is not None and not refused:
        for gone in prune(into, keep):
            click.echo(f"removed {gone}", err=True)
    return FINDINGS if refused else CLEAN


@store.command()
@files_argument
@click.option("--deep", is_flag=True, help="Judge the records of each again, in memory, and compare the findings.")
@snapshots_option
@format_option
@click.pass_obj
def verify(settings: Settings, files: tuple[Path, ...], deep: bool, folder: Path | None, form: str) -> int:
    """Check FILES, or all stores and snapshots.

    Looks at every page of a file, at every position of its log, and at what every record says it is. A store may be
    at work meanwhile. Exit code 1 where something is wrong.
    """
    from deploy.wiring import rule_book
    from stream_processors.store_check import differences, problems

    book = rule_book(settings) if deep else None
    rows: list[tuple[object, ...]] = []
    with progress("records" if deep else "files") as advance:
        for path in files or _all_files(settings, folder):
            wrong = problems(path)
            if book is not None and not wrong:
                wrong = differences(path, book, advance)
            rows += [(path, problem) for problem in wrong or ["equal" if deep else "whole"]]
            advance(0 if deep else 1)
    print_rows(("file", "result"), rows, form)
    return CLEAN if all(result in {"equal", "whole"} for _, result in rows) else FINDINGS


@store.command()
@files_argument
@snapshots_option
@format_option
@click.pass_obj
def restore(settings: Settings, files: tuple[Path, ...], folder: Path | None, form: str) -> int:
    """Put snapshots back as stores.

    FILES are snapshots; without them it is the newest of each partition. A store that is behind its snapshot, or
    damaged, is moved aside and not deleted; one that is as far, is in use, or belongs to another topic stays as it
    is. Exit code 1 when a snapshot was not restored.
    """
    from deploy.wiring import snapshots_of, stores_of
    from stream_processors.snapshots import newest_in
    from stream_processors.snapshots import restore as put_back

    source, stores = folder or snapshots_of(settings), stores_of(settings)
    chosen = list(files) or newest_in(source)
    if not chosen:
        raise ConfigurationError(f"there is no snapshot in {source}; name another folder with --snapshots")
    rows: list[tuple[object, ...]] = []
    for path in chosen:
        try:
            rows.append((path, put_back(path, stores), "restored"))
        except StopError as error:
            rows.append((path, None, str(error)))
    print_rows(("snapshot", "store", "result"), rows, form)
    return CLEAN if all(result == "restored" for *_, result in rows) else FINDINGS


COMMAND = store


def _all_files(settings: Settings, folder: Path | None) -> list[Path]:
    """Stores and snapshots. Raises ``ConfigurationError`` where there are none: nothing would look like all is well."""
    from deploy.wiring import snapshots_of, stores_of
    from stream_processors.snapshots import snapshots_in, stores_in

    stores, snapshots = stores_of(settings), folder or snapshots_of(settings)
    found = [*stores_in(stores), *snapshots_in(snapshots)]
    if not found:
        raise ConfigurationError(
            f"there is no store in {stores} and no snapshot in {snapshots}; name the folders in CARATRACE_STORES and "
            "CARATRACE_SNAPSHOTS"
        )
    return found


def _described(stored: Stored) -> tuple[object, ...]:
    place = stored.place
    counts = (stored.next, stored.records, stored.open_findings)
    return (place.topic, place.partition, place.partitions, *counts, stored.rules, stored.bytes)
