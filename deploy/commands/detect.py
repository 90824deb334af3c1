"""``caratrace detect``: the statistical detectors on published figures and stored rows."""

from __future__ import annotations

from functools import partial

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.output import format_option, print_rows
from deploy.settings import Settings
from deploy.wiring import now, open_runtime
from sinks.detectors import load_detectors, run_detectors
from sinks.queries import load_queries

SHOWN = ("rule", "subject", "got", "expected", "law")


@click.command()
@format_option
@click.pass_obj
def detect(settings: Settings, form: str) -> int:
    """Look for figures that contradict their own history, and print what stands.

    They never block: a person decides. A second run without new figures changes nothing; exit code 1 when any stands.
    """
    with open_runtime(settings) as (runtime, store):
        runtime.look_for(now(), partial(run_detectors, store))
        codes = [detector.code for detector in load_detectors()]
        found = [row for code in codes for row in load_queries()["open_findings"].run(store, rule=code).dicts()]
        print_rows(SHOWN, [[row[name] for name in SHOWN] for row in found], form)
    return FINDINGS if found else CLEAN


COMMAND = detect
