"""Only the party that holds a lot can release it.

A release by anybody else, or a second one before the first was answered, means that a handover is missing from the
record or that goods are offered that the sender does not have.
"""

from __future__ import annotations

from schemas.events import CustodyReleased
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule
from stream_processors.rules.holders import holder_text, holding_events, holds


def _check(case: LotCase) -> Breach | None:
    body, lot = case.event.body, case.lot
    if not isinstance(body, CustodyReleased) or holds(lot, body.from_party, case.reference):
        return None
    return Breach(
        got=f"{body.from_party} releases it to {body.to_party} while it is {holder_text(lot)}",
        expected=f"it is held by {body.from_party}",
        evidence=holding_events(lot),
        awaiting=body.from_party,
    )


def _applies(case: LotCase) -> bool:
    return case.lot.alive


RULE = Rule(
    code="CUS001",
    title="The sender of a lot holds it",
    citation="Unbroken custody; KPCS core document, Section IV(a): internal controls [memory]",
    in_force_from=ALWAYS,
    case=LotCase,
    bodies=(CustodyReleased,),
    check=_check,
    applies=_applies,
)
