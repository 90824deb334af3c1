"""Command lines as a person or a container gives them, checked without being run."""

from __future__ import annotations

from collections.abc import Sequence

import click

from deploy.cli import cli


def check_command(words: Sequence[str]) -> None:
    """Every command and option of ``caratrace WORDS`` must exist; raises ``click.UsageError`` where one does not."""
    command: click.Command = cli
    context: click.Context | None = None
    rest = list(words)
    while isinstance(command, click.Group):
        context = command.make_context(command.name or "caratrace", rest, parent=context)
        rest = [*context._protected_args, *context.args]
        if not rest:
            raise click.UsageError(f"no command in {' '.join(words)!r}")
        found = command.get_command(context, rest[0])
        if found is None:
            raise click.UsageError(f"no command {rest[0]!r} in {' '.join(words)!r}")
        command, rest = found, rest[1:]
    command.make_context(command.name or "", rest, parent=context)
