"""A lot weighs the same when it is released as before, and the same when it is received as when it was released.

Two weighings of the same goods differ by 0.02 ct or 0.1 % at most. More than that was taken out, put in or exchanged.
"""

from __future__ import annotations

from schemas.events import CustodyReceived, CustodyReleased
from schemas.measures import carats_text, weighing_tolerance, weights_agree
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule


def _check(case: LotCase) -> Breach | None:
    body, lot, line = case.event.body, case.lot, case.line
    if line is None:
        return None
    if isinstance(body, CustodyReleased):
        return _compare(line.carats, "released", lot.carats, "on record", lot.facts_event)
    if isinstance(body, CustodyReceived):
        for release in lot.obligations:
            if release.reference == body.handover_id:
                return _compare(line.carats, "received", release.carats, "released", release.event_id)
    return None


def _compare(weight: int, how: str, before: int, known_as: str, evidence: str | None) -> Breach | None:
    if weights_agree(weight, before):
        return None
    tolerance = carats_text(weighing_tolerance(max(weight, before)))
    return Breach(
        got=f"{carats_text(weight)} {how}, {carats_text(weight - before)} against the {carats_text(before)} {known_as}",
        expected=f"{carats_text(before)}, give or take {tolerance}",
        evidence=(evidence,),
    )


def _applies(case: LotCase) -> bool:
    return case.lot.alive


RULE = Rule(
    code="CUS008",
    title="A lot weighs the same at release and at receipt",
    citation="Conservation of weight; KPCS core document, Section IV(a): internal controls [memory]; "
    "tolerance proposed [project]",
    in_force_from=ALWAYS,
    parameters={"tolerance": "the larger of 0.02 ct and 0.1 % (proposed)"},
    case=LotCase,
    bodies=(CustodyReleased, CustodyReceived),
    check=_check,
    applies=_applies,
)
