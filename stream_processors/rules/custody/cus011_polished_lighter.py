"""Polished is never heavier than the rough it was cut from.

Cutting only takes away; polished above the weight of its rough is stones from elsewhere.
"""

from __future__ import annotations

from schemas.events import Form, LotsTransformed, Process
from schemas.measures import carats_text
from stream_processors.rules.base import ALWAYS, Breach, EventCase, Rule


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, LotsTransformed):
        return None
    rough = sum(line.carats for line in body.inputs if line.form is Form.ROUGH)
    recut = sum(line.carats for line in body.inputs) - rough
    polished = sum(line.carats for line in body.outputs if line.form is Form.POLISHED)
    if polished <= rough + recut:
        return None
    again = f" and {carats_text(recut)} of polished that was cut again" if recut else ""
    return Breach(
        got=f"{carats_text(polished)} of polished",
        expected=f"less than the {carats_text(rough)} of rough{again}",
    )


def _applies(case: EventCase) -> bool:
    body = case.event.body
    return isinstance(body, LotsTransformed) and body.process is Process.CUT_AND_POLISH


RULE = Rule(
    code="CUS011",
    title="Polished is lighter than its rough",
    citation="Conservation of weight; KPCS core document, Section IV(a): internal controls [memory]",
    in_force_from=ALWAYS,
    case=EventCase,
    bodies=(LotsTransformed,),
    check=_check,
    applies=_applies,
)
