"""``caratrace rejudge``: judge everything again under the rules of this program."""

from __future__ import annotations

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.kafka import bootstrap_option, connection_of, quiet
from deploy.output import agreed, json_option, print_summary, progress
from deploy.settings import Settings
from deploy.wiring import must_hold_a_log, now, open_runtime, rule_book
from schemas.findings import FindingStatus
from schemas.topics import SUBJECTS


@click.command()
@click.option("--to", type=click.Choice(["kafka"]), help="Ask the workers that judge the log on Kafka.")
@bootstrap_option
@click.option("--yes", is_flag=True, help="With --to: act without asking.")
@json_option
@click.pass_obj
def rejudge(settings: Settings, to: str | None, bootstrap: str | None, yes: bool, form: str) -> int:
    """Judge every history again; raise, revise or retract what comes out differently.

    Needed after an upgrade that brings new or changed rules; the change itself becomes a record of the log. Histories
    that no changed rule looks at are passed over, where nothing else has changed.

    With --to kafka the record goes to every partition that workers judge, after it was shown and agreed to. From there
    on workers with the rules of this program judge everything again, and those with others stop: so start the new
    version in their place. Exit code 1 when nothing was appended for want of a yes.
    """
    if to is None:
        if bootstrap is not None or yes:
            raise click.UsageError("--bootstrap and --yes are for --to kafka")
        return _rejudge_here(settings, form)
    return _ask_workers(settings, bootstrap, yes, form)


COMMAND = rejudge


def _rejudge_here(settings: Settings, form: str) -> int:
    must_hold_a_log(settings.home)
    with open_runtime(settings) as (runtime, _), progress("findings changed") as advance:
        findings = runtime.judge_again(now(), advance)
    raised = sum(finding.status is FindingStatus.RAISED for finding in findings)
    summary = {
        "rules": len(runtime.engine.book.rules),
        "fingerprint": runtime.engine.book.fingerprint,
        "raised_or_revised": raised,
        "retracted": len(findings) - raised,
    }
    print_summary(summary, form)
    return FINDINGS if raised else CLEAN


def _ask_workers(settings: Settings, bootstrap: str | None, yes: bool, form: str) -> int:
    from producers.kafka.log import open_log
    from producers.kafka.reading import open_reader
    from producers.kafka.rule_changes import change_rules, last_said

    quiet()
    connection, book = connection_of(settings, bootstrap), rule_book(settings)
    with open_reader(connection) as reader:
        said = last_said(reader)
    silent = sorted(partition for partition, fingerprint in said.items() if fingerprint != book.fingerprint)
    summary: dict[str, object] = {
        "rules": len(book.rules),
        "fingerprint": book.fingerprint,
        "partitions": len(said),
        "said_already": len(said) - len(silent),
        "appended": 0,
    }
    if silent:
        click.echo(
            f"{SUBJECTS.name} at {connection.bootstrap}: {len(silent)} of {len(said)} partitions get a record that "
            f"asks for the {len(book.rules)} rules {book.fingerprint}; workers with these rules judge everything "
            "again, workers with others stop there",
            err=True,
        )
        if not yes and not agreed("Append it?"):
            click.echo("nothing was appended; --yes acts without asking", err=True)
            return FINDINGS
        with open_log(connection) as log:
            change_rules(log, silent, book.fingerprint, now())
        summary["appended"] = len(silent)
    print_summary(summary, form)
    return CLEAN
