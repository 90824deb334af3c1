"""``caratrace roles``: who may do what with the rows in a ClickHouse server."""

from __future__ import annotations

import click

from deploy.codes import CLEAN
from deploy.settings import Settings
from schemas.errors import ConfigurationError


@click.command()
@click.option("--yes", is_flag=True, help="Run the statements.")
@click.pass_obj
def roles(settings: Settings, yes: bool) -> int:
    """Print the roles of the rows as SQL, or make a ClickHouse server have them.

    The server, its database and its cluster are those of CARATRACE_CLICKHOUSE. The roles are named after the database,
    as caratrace_sink, caratrace_officer and caratrace_observer; what they were allowed before is replaced. With --yes
    the user must be one who may make tables and roles: tables that are missing are made first. Then give the roles to
    users, as in GRANT caratrace_officer TO alice.
    """
    from deploy.wiring import open_server
    from sinks.roles import role_statements

    if settings.clickhouse is None:
        raise ConfigurationError(
            "expected the ClickHouse server that keeps the rows, got none; set CARATRACE_CLICKHOUSE"
        )
    statements = role_statements(settings.clickhouse.database, settings.clickhouse.cluster)
    for statement in statements:
        click.echo(f"{statement};\n")
    if not yes:
        click.echo("-- nothing was changed; --yes runs these statements", err=True)
        return CLEAN
    with open_server(settings.clickhouse) as server:
        for statement in statements:
            server.command(statement)
    click.echo(f"-- {len(statements)} statements run at {settings.clickhouse}", err=True)
    return CLEAN


COMMAND = roles
