"""``caratrace rules``: the catalogue of rules and detectors, printed from themselves."""

from __future__ import annotations

import click

from deploy.output import FORMATS, print_rows
from deploy.settings import Settings

COLUMNS = (
    "code", "authority", "severity", "blocking", "in force from", "until", "title", "law", "parameters", "settings",
    "window", "minimum sample", "patterns", "measured",
)  # fmt: skip

PATTERN_COLUMNS = ("pattern", "name", "requirement", "codes", "reason")


@click.command(name="rules")
@click.option("--patterns", is_flag=True, help="Print what the trade is known to be cheated with, and what covers it.")
@click.option(
    "--page", type=click.Choice(("rules", "detection")),
    help="Which page --format markdown makes (default: rules).",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice((*FORMATS, "markdown")), default="table", show_default=True,
    help="How to print the result; markdown makes a page of the documentation.",
)  # fmt: skip
@click.pass_obj
def rules(settings: Settings, patterns: bool, page: str | None, form: str) -> None:
    """Print every rule and detector: what it demands, by which law, how well it detects.

    Settings are printed with their defaults, and with what the reference data of the home folder set instead; pages of
    the documentation tell the defaults alone.
    """
    from deploy.catalogue.detection_page import detection_page
    from deploy.catalogue.rules_page import rules_page

    if form == "markdown" and patterns:
        raise click.UsageError("--patterns is for the other formats; the page of rules ends with the patterns")
    if form != "markdown" and page is not None:
        raise click.UsageError("--page is for --format markdown")
    if form == "markdown":
        click.echo(detection_page() if page == "detection" else rules_page(), nl=False)
    elif patterns:
        _print_patterns(form)
    else:
        _print_entries(settings, form)


COMMAND = rules


def _print_entries(settings: Settings, form: str) -> None:
    from deploy.catalogue.entries import all_entries, measured
    from deploy.wiring import rule_book

    rows = [
        (
            entry.code, entry.authority, entry.severity, entry.blocking, entry.since, entry.until, entry.title,
            entry.law,
            "; ".join(f"{name}: {value}" for name, value in entry.parameters.items()),
            "; ".join(setting.values for setting in entry.settings),
            entry.window, entry.minimum_sample, entry.patterns, measured(entry.code),
        )
        for entry in all_entries(rule_book(settings).reference.settings)
    ]  # fmt: skip
    print_rows(COLUMNS, rows, form)


def _print_patterns(form: str) -> None:
    from deploy.catalogue.coverage import PATTERNS, coverage

    rows = [(line.pattern, PATTERNS[line.pattern], line.requirement, line.codes, line.reason) for line in coverage()]
    print_rows(PATTERN_COLUMNS, rows, form)
