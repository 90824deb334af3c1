"""``caratrace query NAME``: the named compliance questions."""

from __future__ import annotations

import click

from deploy.output import format_option, print_rows
from deploy.settings import Settings
from deploy.wiring import open_rows
from schemas.errors import ConfigurationError
from sinks.parameters import ParameterError
from sinks.queries import Query, load_queries


@click.command()
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="[PARAMETER=VALUE]...")
@click.option("--explain", is_flag=True, help="Say what NAME takes and answers with: names, types, meanings, units.")
@format_option
@click.pass_obj
def query(settings: Settings, name: str | None, parameters: tuple[str, ...], explain: bool, form: str) -> None:
    """Answer the question NAME; without a NAME, list the questions with their parameters.

    Instants are ISO 8601, e.g. on=2025-06-01T00:00:00Z; known= is what had reached this log by then. Example: caratrace
    query lot_history lot=L1
    """
    queries = load_queries()
    if name is None:
        rows = [(q.name, q.question, " ".join(_signature(q))) for q in queries.values()]
        print_rows(("name", "question", "parameters"), rows, form)
        return
    if name not in queries:
        raise ConfigurationError(f"no query {name!r}; there are {', '.join(queries)}")
    asked = queries[name]
    if explain:
        takes = [("takes", p.name, p.type_name, p.meaning) for p in asked.parameters]
        answers = [("answers", c.name, c.type_name, c.meaning) for c in asked.columns]
        print_rows(("part", "name", "type", "meaning"), takes + answers, form, title=asked.question)
        return
    given = _pairs(parameters)
    with open_rows(settings) as store:
        table = asked.run_texts(store, given)
    if form == "table" and not table.rows:
        click.echo(f"nothing found: {asked.question}")
        for p in asked.parameters:
            click.echo(f"  {p.name}={given.get(p.name, '')}  ({p.meaning})")
        return
    print_rows(table.columns, table.rows, form, title=asked.question)


COMMAND = query


def _signature(found: Query) -> list[str]:
    return [f"[{p.name}]" if p.is_optional else p.name for p in found.parameters]


def _pairs(texts: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        name, _, value = text.partition("=")
        if not value:
            raise ParameterError(f"expected PARAMETER=VALUE, got {text!r}")
        if name in found:
            raise ParameterError(f"expected {name} once, got {found[name]!r} and {value!r}")
        found[name] = value
    return found
