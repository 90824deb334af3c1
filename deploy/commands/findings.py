"""``caratrace findings``: what is wrong now, with the evidence."""

from __future__ import annotations

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.output import format_option, print_rows
from deploy.presenting import finding_text
from deploy.settings import Settings
from deploy.wiring import open_rows
from schemas.errors import ConfigurationError
from schemas.findings import Severity
from schemas.routing import SubjectKind
from sinks.detectors import load_detectors
from sinks.queries import load_queries
from stream_processors.rules import all_rules

SHORT = ("severity", "rule", "subject", "got", "expected", "dated_at")


@click.command()
@click.option("--rule", help="Only this rule code.")
@click.option(
    "--severity",
    type=click.Choice([severity.value for severity in Severity], case_sensitive=False),
    help="Only this severity.",
)
@click.option("--subject", help="Only this subject, such as lot:AB-1 or certificate:SL:4306.")
@click.option("--evidence", is_flag=True, help="Show the events that prove each finding.")
@format_option
@click.pass_obj
def findings(
    settings: Settings, rule: str | None, severity: str | None, subject: str | None, evidence: bool, form: str
) -> int:
    """Print what is wrong now. json and csv carry every field, with the evidence; exit code 1 when there is any."""
    with open_rows(settings) as store:
        code = rule.upper() if rule else None
        table = load_queries()["open_findings"].run(store, rule=code, severity=severity, subject=subject)
        if not table.rows:
            _refuse_unknown(code, subject)
        if form != "table":
            print_rows(table.columns, table.rows, form)
        elif not table.rows:
            click.echo("no open findings")
        elif evidence:
            for found in table.dicts():
                click.echo(finding_text(store, found) + "\n")
        else:
            print_rows(SHORT, [[row[name] for name in SHORT] for row in table.dicts()], form)
    return FINDINGS if table.rows else CLEAN


COMMAND = findings


def _refuse_unknown(rule: str | None, subject: str | None) -> None:
    """Never call something clean that does not exist. Raises ``ConfigurationError``."""
    detectors = load_detectors()
    codes = [found.code for found in (*all_rules(), *detectors)]
    if rule and rule not in codes:
        raise ConfigurationError(f"no rule {rule}; there are {', '.join(codes)}")
    of_rules = [kind.value for kind in SubjectKind]
    kinds = [*of_rules, *sorted({detector.subject_kind for detector in detectors} - set(of_rules))]
    if subject and subject.partition(":")[0] not in kinds:
        raise ConfigurationError(
            f"expected a subject such as lot:AB-1 or certificate:SL:4306, got {subject!r}; "
            f"it begins with one of {', '.join(f'{kind}:' for kind in kinds)}"
        )
