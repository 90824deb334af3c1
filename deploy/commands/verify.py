"""``caratrace verify``: is everything that is stored what the log leads to?"""

from __future__ import annotations

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.output import format_option, print_rows, progress
from deploy.settings import Settings
from deploy.verify import verify as compare
from deploy.wiring import drop_rows, must_hold_a_log, open_runtime


@click.command()
@click.option("--rebuild", is_flag=True, help="First throw the rows away and write them again from the log.")
@format_option
@click.pass_obj
def verify(settings: Settings, rebuild: bool, form: str) -> int:
    """Judge the whole log again in memory and compare all rows with it.

    Exit code 1 where they differ.
    """
    must_hold_a_log(settings.home)
    if rebuild:
        drop_rows(settings)
    with open_runtime(settings) as (runtime, store), progress("records", runtime.log.position) as advance:
        comparisons = compare(runtime, store, advance)
    rows = [(c.table, c.expected, c.missing, c.unexpected, "equal" if c.equal else c.example) for c in comparisons]
    print_rows(("table", "rows", "missing", "unexpected", "result"), rows, form)
    return CLEAN if all(comparison.equal for comparison in comparisons) else FINDINGS


COMMAND = verify
