"""``caratrace schema``: the Avro contracts, and whether a change keeps old readers and writers alive."""

from __future__ import annotations

import json
from pathlib import Path

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.output import format_option, print_rows
from schemas import catalog, compatibility


@click.group()
def schema() -> None:
    """Show the Avro schemas, or check a change of one."""


@schema.command(name="list")
@format_option
def list_schemas(form: str) -> None:
    """List every schema with its CRC-64-AVRO fingerprint."""
    rows = [(name, catalog.fingerprint(name).hex(), catalog.source(name).get("doc", "")) for name in catalog.names()]
    print_rows(("name", "fingerprint", "meaning"), rows, form)


@schema.command()
@click.argument("name")
def show(name: str) -> None:
    """Print the schema NAME as one self-contained JSON document."""
    click.echo(json.dumps(catalog.inline(name), indent=2))


@schema.command()
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@format_option
def check(old: Path, new: Path, form: str) -> int:
    """Compare the .avsc files OLD and NEW.

    Exit code 1 when readers or writers of the old one would break.
    """
    problems = compatibility.check_files(old, new)
    if form != "table" or problems:
        columns = ("breaks", "kind", "path", "message")
        print_rows(columns, [(p.direction, p.kind, p.path, p.message) for p in problems], form)
    else:
        click.echo(
            "compatible: old readers read new data, new readers read old data, and no unit or logical type changed"
        )
    return FINDINGS if problems else CLEAN


COMMAND = schema
