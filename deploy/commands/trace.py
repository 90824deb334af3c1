"""``caratrace trace LOT``: back to the mines and forward to the ends."""

from __future__ import annotations

from collections.abc import Mapping

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.output import format_option, print_rows
from deploy.presenting import print_trace
from deploy.settings import Settings
from deploy.wiring import open_rows
from schemas.errors import ConfigurationError
from sinks.queries import load_queries

SHOWN = ("severity", "rule", "subject", "got", "expected")


@click.command()
@click.argument("lot")
@format_option
@click.pass_obj
def trace(settings: Settings, lot: str, form: str) -> int:
    """Show where LOT comes from, what became of it, and what is wrong on the way.

    Exit code 1 when an open finding concerns the lot or one it was made of; json and csv print the lots only, the
    findings are the answer of: caratrace query findings_on_the_way lot=LOT
    """
    with open_rows(settings) as store:
        back = load_queries()["trace_back"].run(store, lot=lot)
        if form == "table":
            known = print_trace(store, lot)
        else:
            known = any(row["born_by"] or row["custodian"] for row in back.dicts())
        if not known:
            raise ConfigurationError(
                f"nothing is known of lot {lot!r}; write its id as the events do, without `lot:`; "
                "`caratrace query lots_of_party party=NAME` lists lots"
            )
        if form != "table":
            forward = load_queries()["trace_forward"].run(store, lot=lot)
            rows = [("back", *_node(node)) for node in back.dicts()]
            rows += [("forward", *_node(node)) for node in forward.dicts()]
            print_rows(("direction", "depth", "lot_id", "linked_to", "carats", "custodian"), rows, form)
        found = load_queries()["findings_on_the_way"].run(store, lot=lot).dicts()
        wrong = [[row[name] for name in SHOWN] for row in found]
        if form == "table":
            if wrong:
                print_rows(SHOWN, wrong, form, title="open findings on the way")
            else:
                click.echo("no open findings on the way")
    return FINDINGS if wrong else CLEAN


COMMAND = trace


def _node(node: Mapping[str, object]) -> tuple[object, ...]:
    linked = node["made_into"] if "made_into" in node else node["made_of"]
    return node["depth"], node["lot_id"], linked, node["carats"], node["custodian"]
