"""``caratrace template``: an empty spreadsheet for one kind of event, and what its columns mean."""

from __future__ import annotations

from pathlib import Path

import click

from deploy.output import format_option, print_rows
from producers.importers.sheets import templates


@click.command()
@click.argument("body", required=False)
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@format_option
def template(body: str | None, file: Path | None, form: str) -> None:
    """Write the CSV template of BODY to FILE, with example rows to overwrite.

    Without a FILE, explain the columns of BODY; without a BODY, list the bodies. Example: caratrace template
    lot_registered finds.csv
    """
    if body is None:
        print_rows(("body", "columns"), [(name, len(templates.columns(name))) for name in templates.bodies()], form)
    elif file is None:
        rows = [(c.name, "yes" if c.required else "no", c.unit, c.meaning) for c in templates.columns(body)]
        print_rows(("column", "required", "unit", "meaning"), rows, form, title=f"{body}: what the columns mean")
    else:
        templates.write_template(body, file)
        click.echo(f"wrote {file}; overwrite the example rows, then: caratrace ingest {file}")


COMMAND = template
