"""``caratrace query NAME``: the named compliance questions."""

from __future__ import annotations

import click

from deploy.output import format_option, print_rows
from deploy.settings import Settings
from deploy.wiring import open_rows
from schemas.errors import ConfigurationError
from sinks.queries import Query, load_queries


@click.command()
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="[PARAMETER=VALUE]...")
@format_option
@click.pass_obj
def query(settings: Settings, name: str | None, parameters: tuple[str, ...], form: str) -> None:
    """Answer the question NAME; without a NAME, list the questions with their parameters.

    Instants are ISO 8601, e.g. on=2025-06-01T00:00:00Z. Example: caratrace query lot_history lot=L1
    """
    queries = load_queries()
    if name is None:
        rows = [(q.name, q.question, " ".join(_signature(q))) for q in queries.values()]
        print_rows(("name", "question", "parameters"), rows, form)
        return
    if name not in queries:
        raise ConfigurationError(f"no query {name!r}; there are {', '.join(queries)}")
    given = dict(_pair(text) for text in parameters)
    with open_rows(settings) as store:
        table = queries[name].run_texts(store, given)
    print_rows(table.columns, table.rows, form, title=queries[name].question)


COMMAND = query


def _signature(found: Query) -> list[str]:
    return [f"[{p.name}]" if p.is_optional else p.name for p in found.parameters]


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise ConfigurationError(f"expected PARAMETER=VALUE, got {text!r}")
    return name, value
