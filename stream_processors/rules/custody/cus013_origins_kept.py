"""A transformation keeps the countries of origin: what is mixed has the origins of all its parts, and none is lost.

A parcel of mixed origin is one with stones of two or more countries; a country that disappears from the set, or appears
in it, is how the origin of stones is hidden.
"""

from __future__ import annotations

from schemas.events import LotsTransformed, Process
from stream_processors.rules.base import ALWAYS, Breach, EventCase, Rule
from stream_processors.rules.words import names_text


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, LotsTransformed):
        return None
    first = body.inputs[0].origins if body.inputs else ()
    if all(line.origins == first for line in body.inputs + body.outputs):
        return None
    before = {country for line in body.inputs for country in line.origins}
    after = {country for line in body.outputs for country in line.origins}
    every = names_text(before)
    for line in body.outputs:
        if body.process is Process.MIX and set(line.origins) != before:
            return Breach(
                got=f"lot {line.lot_id} out of the mix with origins {names_text(line.origins)}",
                expected=f"origins {every}, those of everything that was mixed",
            )
        if before and not line.origins:
            return Breach(
                got=f"lot {line.lot_id} comes out without an origin", expected=f"one or more of the origins {every}"
            )
    if before == after:
        return None
    change = f"{names_text(before - after)} lost, {names_text(after - before)} new"
    return Breach(
        got=f"outputs with origins {names_text(after)}: {change}",
        expected=f"outputs with origins {every}, those of the inputs",
    )


RULE = Rule(
    code="CUS013",
    title="A transformation keeps the countries of origin",
    citation="KPCS core document, Section I: parcel of mixed origin [memory]; Annex I A(2): country of origin [cfr]",
    in_force_from=ALWAYS,
    case=EventCase,
    bodies=(LotsTransformed,),
    check=_check,
)
