"""A lot weighs the same when it is released as before, and the same when it is received as when it was released.

Two weighings of the same goods differ by little. More than that was taken out, put in or exchanged.
"""

from __future__ import annotations

from schemas.events import CustodyReceived, CustodyReleased
from schemas.measures import carats_text
from stream_processors.rules.base import ALWAYS, LIVING, Breach, LotCase, Rule
from stream_processors.rules.tolerances import tolerance

WEIGHT = tolerance("CUS008", 20, "where it was weighed")


def _check(case: LotCase) -> Breach | None:
    body, lot, line = case.event.body, case.lot, case.line
    if line is None:
        return None
    if isinstance(body, CustodyReleased):
        return _compare(case, line.carats, "released", lot.carats, "on record", lot.facts_event)
    if isinstance(body, CustodyReceived):
        for release in lot.obligations:
            if release.reference == body.handover_id:
                return _compare(case, line.carats, "received", release.carats, "released", release.event_id)
    return None


def _compare(case: LotCase, weight: int, how: str, before: int, known_as: str, evidence: str | None) -> Breach | None:
    if WEIGHT.agree(case, weight, before):
        return None
    return Breach(
        got=f"{carats_text(weight)} {how}, {carats_text(weight - before)} against the {carats_text(before)} {known_as}",
        expected=f"{carats_text(before)}, give or take {carats_text(WEIGHT.of(case, max(weight, before)))}",
        evidence=(evidence,),
    )


RULE = Rule(
    code="CUS008",
    title="A lot weighs the same at release and at receipt",
    citation="Conservation of weight; KPCS core document, Section IV(a): internal controls [memory]; "
    "tolerance proposed [project]",
    in_force_from=ALWAYS,
    settings=WEIGHT,
    case=LotCase,
    bodies=(CustodyReleased, CustodyReceived),
    check=_check,
    lots=LIVING,
)
