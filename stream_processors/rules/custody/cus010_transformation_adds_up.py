"""What comes out of a transformation, with the declared loss, weighs what went in; sorting loses nothing.

Weight that appears is goods from elsewhere, weight that vanishes is goods on their way elsewhere.
"""

from __future__ import annotations

from schemas.events import LotsTransformed, Process
from schemas.measures import carats_text, weighing_tolerance, weights_agree
from stream_processors.rules.base import ALWAYS, Breach, EventCase, Rule

CONSERVING = frozenset({Process.SORT, Process.SPLIT, Process.MIX})
"""Processes in which no stone is worked, so no weight is lost."""


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, LotsTransformed):
        return None
    before = sum(line.carats for line in body.inputs)
    after = sum(line.carats for line in body.outputs)
    loss = body.declared_loss
    tolerance = carats_text(weighing_tolerance(before))
    conserving = body.process in CONSERVING
    if loss < 0:
        return Breach(got=f"a declared loss of {carats_text(loss)}", expected="a declared loss of nothing or more")
    if conserving and loss > weighing_tolerance(before):
        return Breach(
            got=f"{body.process} with a declared loss of {carats_text(loss)}",
            expected=f"no loss beyond {tolerance} where no stone is worked",
        )
    if weights_agree(before, after + loss) and not (conserving and not weights_agree(before, after)):
        return None
    return Breach(
        got=f"{carats_text(before)} in; {carats_text(after)} out and {carats_text(loss)} of declared loss",
        expected=f"{carats_text(before)} out, the loss included, give or take {tolerance}",
    )


RULE = Rule(
    code="CUS010",
    title="A transformation adds up",
    citation="Conservation of weight; KPCS core document, Section IV(a): internal controls [memory]; "
    "tolerance proposed [project]",
    in_force_from=ALWAYS,
    parameters={"tolerance": "the larger of 0.02 ct and 0.1 % of what went in (proposed)"},
    case=EventCase,
    bodies=(LotsTransformed,),
    check=_check,
)
