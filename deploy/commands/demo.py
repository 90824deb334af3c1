"""``caratrace demo``: see mine-to-market events judged, with evidence, on this machine."""

from __future__ import annotations

from collections import Counter

import click

from deploy.codes import CLEAN, ERROR
from deploy.demo import Demonstration, demo_settings, demonstrate
from deploy.output import json_option, print_rows, print_summary, progress
from deploy.presenting import finding_text, print_trace
from deploy.settings import Settings
from deploy.wiring import open_rows
from schemas.findings import Severity
from schemas.ports import RowStore
from sinks.queries import load_queries
from stream_processors.rules import all_rules

SHOWN = ("CUS014", "KIM012", "SPC001")
"""Rules whose first finding is shown: the round trip of 2011, a forged certificate, a salted lot."""

TRACED = "IN-MELEE-61"


@click.command()
@click.option(
    "--events", default=50_000, show_default=True, type=click.IntRange(min=1000), help="Events of each world."
)
@click.option("--faults", default=120, show_default=True, type=click.IntRange(min=0), help="Faults to inject.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same worlds.")
@json_option
@click.pass_obj
def demo(settings: Settings, events: int, faults: int, seed: int, form: str) -> int:
    """Judge a simulated world with labelled faults, documented cases, and a clean world.

    Keeps log and rows in <home>/demo, made anew each time, for the other commands to look at. Exit code 2 when a fault
    was missed or the clean world gave a breach.
    """
    own = demo_settings(settings)
    with progress("events", 2 * events) as advance:
        shown = demonstrate(own, events, faults, seed, advance)
    if form == "table":
        with open_rows(own) as store:
            _tell(shown, store)
    print_summary(shown.summary, form)
    good = not shown.missed and not shown.clean_breaches and shown.cases_flagged == shown.cases_expected
    return CLEAN if good else ERROR


COMMAND = demo


def _tell(shown: Demonstration, store: RowStore) -> None:
    """What happened, for a person: rules, findings with evidence, a trace, what to try next."""
    _print_rules(shown)
    click.echo("\nThree findings with their evidence\n")
    for rule in SHOWN:
        found = load_queries()["open_findings"].run(store, rule=rule).dicts()
        if found:
            click.echo(finding_text(store, found[0]) + "\n")
    print_trace(store, TRACED)
    _print_cases(shown)
    detected = [(finding.rule, finding.subject, finding.got, finding.expected) for finding in shown.detected]
    title = "What the statistical detectors say of published figures and of the events"
    print_rows(("detector", "about", "got", "expected"), detected, "table", title=title)
    for label in shown.missed:
        click.echo(f"missed: {label.fault} ({label.rule} on {label.subject}): {label.note}")
    home = shown.home
    click.echo(
        f"\nTry next\n"
        f"  caratrace --home {home} findings --severity BREACH --evidence\n"
        f"  caratrace --home {home} trace {TRACED}\n"
        f"  caratrace --home {home} query certificate_life certificate=certificate:SL:4306\n"
        f"  caratrace --home {home} verify\n"
    )


def _print_rules(shown: Demonstration) -> None:
    """One line for each rule that spoke, was meant to, or could have."""
    counted = Counter((finding.rule, finding.severity) for finding in shown.open)
    injected = Counter(label.rule for label in shown.labels)
    missed = Counter(label.rule for label in shown.missed)
    rows = [
        (
            rule.code,
            counted[rule.code, Severity.NOTICE],
            counted[rule.code, Severity.BREACH],
            injected[rule.code],
            injected[rule.code] - missed[rule.code],
            rule.title,
        )
        for rule in all_rules()
    ]
    columns = ("rule", "notices", "breaches", "faults injected", "faults flagged", "what it demands")
    print_rows(columns, rows, "table", title="Open findings by rule (simulated world and documented cases)")


def _print_cases(shown: Demonstration) -> None:
    rows = [(case.name, case.title, len(case.expected), shown.flagged[case.name]) for case in shown.cases]
    print_rows(("case", "what happened", "expected", "flagged"), rows, "table", title="Documented cases")
