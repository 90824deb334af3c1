"""What comes out of a transformation, with the declared loss, weighs what went in; sorting loses nothing.

Weight that appears is goods from elsewhere, weight that vanishes is goods on their way elsewhere.
"""

from __future__ import annotations

from schemas.events import LotsTransformed, Process
from schemas.measures import carats_text
from stream_processors.rules.base import ALWAYS, Breach, EventCase, Rule
from stream_processors.rules.tolerances import tolerance

WEIGHT = tolerance("CUS010", 20, "where it was done")

CONSERVING = frozenset({Process.SORT, Process.SPLIT, Process.MIX})
"""Processes in which no stone is worked, so no weight is lost."""


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, LotsTransformed):
        return None
    before = sum(line.carats for line in body.inputs)
    after = sum(line.carats for line in body.outputs)
    loss = body.declared_loss
    conserving = body.process in CONSERVING
    if loss < 0:
        return Breach(got=f"a declared loss of {carats_text(loss)}", expected="a declared loss of nothing or more")
    if conserving and loss and loss > WEIGHT.of(case, before):
        return Breach(
            got=f"{body.process} with a declared loss of {carats_text(loss)}",
            expected=f"no loss beyond {carats_text(WEIGHT.of(case, before))} where no stone is worked",
        )
    if WEIGHT.agree(case, before, after + loss) and not (conserving and not WEIGHT.agree(case, before, after)):
        return None
    return Breach(
        got=f"{carats_text(before)} in; {carats_text(after)} out and {carats_text(loss)} of declared loss",
        expected=f"{carats_text(before)} out, the loss included, give or take {carats_text(WEIGHT.of(case, before))}",
    )


RULE = Rule(
    code="CUS010",
    title="A transformation adds up",
    citation="Conservation of weight; KPCS core document, Section IV(a): internal controls [memory]; "
    "tolerance proposed [project]",
    in_force_from=ALWAYS,
    settings=WEIGHT,
    case=EventCase,
    bodies=(LotsTransformed,),
    check=_check,
)
