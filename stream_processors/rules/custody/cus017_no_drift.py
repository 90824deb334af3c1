"""Small differences of weighing do not add up to a large one.

Two weighings of the same goods may differ a little each time, up and down. A lot that loses a little at every handover,
always below the tolerance, is pilfered. Told once, at the receipt at which the sum becomes too large; a difference that
is too large by itself is told by CUS008 and begins a new sum.
"""

from __future__ import annotations

from schemas.events import CustodyReceived
from schemas.measures import carats_text, weighing_tolerance, weights_agree
from schemas.reference.settings import TIMES, Setting
from stream_processors.rules.base import ALWAYS, LIVING, Breach, LotCase, Rule

LIMIT = Setting(
    "CUS017",
    "limit",
    3,
    TIMES,
    "all weighings together differ by so many times 0.02 ct or 0.1 %; of where it was received",
)


def _check(case: LotCase) -> Breach | None:
    body, lot, line = case.event.body, case.lot, case.line
    if not isinstance(body, CustodyReceived) or line is None:
        return None
    if line.carats == lot.baseline:
        return None
    sent = next((o.carats for o in lot.obligations if o.reference == body.handover_id), None)
    if sent is not None and not weights_agree(line.carats, sent):
        return None
    limit = case.setting(LIMIT) * weighing_tolerance(lot.baseline)
    if abs(line.carats - lot.baseline) <= limit or abs(lot.carats - lot.baseline) > limit:
        return None
    return Breach(
        got=f"{carats_text(line.carats)} received, {carats_text(line.carats - lot.baseline)} against the "
        f"{carats_text(lot.baseline)} it began with, after {len(lot.receipts)} receipts that each agreed",
        expected=f"{carats_text(lot.baseline)}, give or take {carats_text(limit)} over all weighings together",
        evidence=(lot.birth, *(receipt.event_id for receipt in lot.receipts)),
    )


RULE = Rule(
    code="CUS017",
    title="Small differences of weight do not add up",
    citation="Conservation of weight; KPCS core document, Section IV(a): internal controls [memory]; "
    "limit proposed [project]",
    in_force_from=ALWAYS,
    settings=(LIMIT,),
    parameters={
        "a new sum": "begins where two weighings differ by more than 0.02 ct and 0.1 % (convention of this project)"
    },
    case=LotCase,
    bodies=(CustodyReceived,),
    check=_check,
    lots=LIVING,
)
