"""``caratrace rejudge``: judge everything again under the rules of this program."""

from __future__ import annotations

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.output import json_option, print_summary, progress
from deploy.settings import Settings
from deploy.wiring import must_hold_a_log, now, open_runtime
from schemas.findings import FindingStatus


@click.command()
@json_option
@click.pass_obj
def rejudge(settings: Settings, form: str) -> int:
    """Judge every history again; raise, revise or retract what comes out differently.

    Needed after an upgrade that brings new or changed rules; the change itself becomes a record of the log.
    """
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


COMMAND = rejudge
