"""What an event says of a lot agrees with what is known of the lot: weight, stones, form, origins, species, holder.

Events carry the facts of their lots as claims, so that each history can be judged alone; this rule is what makes the
claims true. Weights at release and receipt are left to CUS008. An empty origin or an unknown species claims nothing,
except for what goes into a transformation, since the output is judged by it.
"""

from __future__ import annotations

from functools import partial

from schemas.events import (
    CustodyReceived,
    CustodyReleased,
    ExaminationKind,
    LotExamined,
    LotRetired,
    LotsTransformed,
    OwnershipTransferred,
    ShipmentExported,
    ShipmentImported,
    Species,
)
from schemas.routing import Role
from stream_processors.rules.base import ALWAYS, LIVING, Breach, LotCase, Rule
from stream_processors.rules.claims import differences, is_as_known
from stream_processors.rules.holders import holder_text, holding_events, holds
from stream_processors.rules.tolerances import tolerance

COUNTING = (ExaminationKind.WEIGHING, ExaminationKind.CUSTOMS, ExaminationKind.GRADING)

WEIGHT = tolerance("CUS009", 20, "where it was weighed")

BODIES = (
    CustodyReleased, CustodyReceived, OwnershipTransferred, LotsTransformed, LotExamined, ShipmentExported,
    ShipmentImported, LotRetired,
)  # fmt: skip


def _check(case: LotCase) -> Breach | None:
    line, lot, body = case.line, case.lot, case.event.body
    if line is None:
        return None
    holder = _wrong_holder(case)
    if holder is None and is_as_known(line, lot):
        return None
    exact, examined = case.role is Role.INPUT, isinstance(body, LotExamined)
    counted = not isinstance(body, LotExamined) or body.kind in COUNTING
    weighed = counted and not isinstance(body, CustodyReleased | CustodyReceived)
    found = differences(
        line,
        lot,
        agree=partial(WEIGHT.agree, case) if weighed else None,
        stones=counted,
        origins=exact or bool(line.origins and (lot.origins or not examined)),
        species=exact or not (examined or line.species is Species.UNKNOWN or lot.species is Species.UNKNOWN),
    )
    if not found and holder is None:
        return None
    hands = [(f"in the hands of {holder}", holder_text(lot))] if holder else []
    return Breach(
        got="; ".join(claimed for claimed, _ in found + hands),
        expected="; ".join(known for _, known in found + hands),
        evidence=(lot.facts_event, lot.birth, *(holding_events(lot) if holder else ())),
        awaiting=None if found else holder,
    )


def _wrong_holder(case: LotCase) -> str | None:
    """The party an event wrongly says has the lot; one that retires on its way may be in the hands of either side."""
    body, lot = case.event.body, case.lot
    if isinstance(body, LotsTransformed):
        return None if holds(lot, body.operator, case.reference) else body.operator
    if isinstance(body, LotRetired) and not lot.obligations and body.custodian != lot.custodian:
        return body.custodian
    return None


RULE = Rule(
    code="CUS009",
    title="What an event claims of a lot agrees with the lot",
    citation="Unbroken custody; KPCS core document, Section IV(a): internal controls [memory]; tolerance [project]",
    in_force_from=ALWAYS,
    settings=WEIGHT,
    case=LotCase,
    bodies=BODIES,
    roles=frozenset({Role.LINE, Role.INPUT}),
    check=_check,
    lots=LIVING,
)
