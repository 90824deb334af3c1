"""``caratrace rules``: the catalogue, printed from the rules themselves."""

from __future__ import annotations

import click

from deploy.output import format_option, print_rows
from stream_processors.rules import all_rules, authority_of
from stream_processors.rules.base import ALWAYS

COLUMNS = ("code", "authority", "severity", "blocking", "in force from", "until", "title", "law", "parameters")


@click.command(name="rules")
@format_option
def rules(form: str) -> None:
    """Print every rule: what it demands, by which law, since when, with which parameters."""
    rows = [
        (
            rule.code,
            authority_of(rule),
            rule.severity,
            "yes" if rule.blocking else "no",
            "always" if rule.in_force_from == ALWAYS else rule.in_force_from,
            rule.in_force_until,
            rule.title,
            rule.citation,
            "; ".join(f"{name}: {value}" for name, value in sorted(rule.parameters.items())),
        )
        for rule in all_rules()
    ]
    print_rows(COLUMNS, rows, form)


COMMAND = rules
