"""``caratrace schema``: the Avro contracts, and whether a change keeps old readers and writers alive."""

from __future__ import annotations

import json
from pathlib import Path

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.output import agreed, format_option, print_rows
from deploy.registry import registry_of
from deploy.settings import Settings
from schemas import catalog, compatibility


@click.group()
def schema() -> None:
    """Show the Avro schemas, check a change of one, or register them."""


@schema.command(name="list")
@format_option
def list_schemas(form: str) -> None:
    """List every schema with its CRC-64-AVRO fingerprint, and those of the older versions that are read too."""
    rows = [
        (name, catalog.fingerprint(name).hex(), ", ".join(catalog.released(name)[:-1]), catalog.source(name).get("doc"))
        for name in catalog.names()
    ]
    print_rows(("name", "fingerprint", "older", "meaning"), rows, form)


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


@schema.command()
@click.option("--yes", is_flag=True, help="Act without asking.")
@format_option
@click.pass_obj
def register(settings: Settings, yes: bool, form: str) -> int:
    """Show which schemas the schema registry lacks, and register them after asking.

    Each is compared with every version that is registered, here and by the registry; when one does not go with them,
    nothing is registered. Exit code 1 when something was lacking and was not registered.
    """
    from schemas.registering import missing

    registry = registry_of(settings)
    found = missing(registry)
    if found or form != "table":
        rows = [
            (item.subject, item.kind, ", ".join(map(str, item.versions)), problem)
            for item in found
            for problem in item.problems or ("",)
        ]
        print_rows(("subject", "schema", "versions", "problem"), rows, form)
    if not found:
        click.echo("nothing is lacking", err=True)
        return CLEAN
    if any(item.problems for item in found):
        click.echo("nothing was registered; these versions and the schemas here cannot be read by each other", err=True)
        return FINDINGS
    if not yes and not agreed("Register these?"):
        click.echo("nothing was registered; --yes acts without asking", err=True)
        return FINDINGS
    for item in found:
        registry.register(item.topic, item.kind)
    click.echo(f"{len(found)} registered", err=True)
    return CLEAN


COMMAND = schema
