"""``caratrace``: the group of commands and the exit codes; each command is a file of ``deploy/commands``.

Exit codes: 0 clean, 1 findings (or refused input), 2 usage or system error.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from pathlib import Path

import click

import deploy.commands
from deploy.codes import CLEAN, ERROR
from deploy.settings import Settings
from schemas.errors import CaratraceError


class Commands(click.Group):
    """Finds commands as files: ``deploy/commands/<name>.py`` defines ``COMMAND``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names of all commands."""
        return sorted(module.name for module in pkgutil.iter_modules(deploy.commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; its module is loaded only now, so that help stays quick."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = importlib.import_module(f"deploy.commands.{cmd_name}").COMMAND
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings or refused input, 2 usage or system error.",
)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the log and the rows (default: $CARATRACE_HOME, else .caratrace).",
)
@click.version_option(package_name="caratrace")
@click.pass_context
def cli(ctx: click.Context, home: Path | None) -> None:
    """Follow diamonds from the mine to the market: judge custody events, keep the evidence."""
    settings = Settings.from_environment(os.environ)
    ctx.obj = settings if home is None else settings.at(home)


def main() -> None:
    """Entry point: run a command, and turn every error into one clear line and exit code 2."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted; what was committed stays, run the same command again to go on", err=True)
        sys.exit(ERROR)
    except click.ClickException as error:
        error.show()
        sys.exit(ERROR)
    except CaratraceError as error:
        click.echo(f"caratrace: {error}", err=True)
        sys.exit(ERROR)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ERROR)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        click.echo(f"caratrace: {error.strerror or error}{where}", err=True)
        sys.exit(ERROR)
    sys.exit(code if isinstance(code, int) else CLEAN)
