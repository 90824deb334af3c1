"""Only the party that holds a lot can release it.

A release by anybody else, or a second one before the first was answered, means that a handover is missing from the
record or that goods are offered that the sender does not have. A delivery that the receiver refused comes back without
a receipt: the document that says so goes with the next release.
"""

from __future__ import annotations

from schemas.documents import REFUSED_DELIVERY, has_document
from schemas.events import CustodyReleased
from stream_processors.rules.base import ALWAYS, LIVING, Breach, LotCase, Rule
from stream_processors.rules.holders import holder_text, holding_events, holds, open_handover


def _check(case: LotCase) -> Breach | None:
    body, lot = case.event.body, case.lot
    if not isinstance(body, CustodyReleased) or holds(lot, body.from_party, case.reference) or _came_back(case, body):
        return None
    return Breach(
        got=f"{body.from_party} releases it to {body.to_party} while it is {holder_text(lot)}",
        expected=f"it is held by {body.from_party}",
        evidence=holding_events(lot),
        awaiting=body.from_party,
    )


def _came_back(case: LotCase, body: CustodyReleased) -> bool:
    """Whether the sender's last delivery was refused, by a document of this release."""
    on_the_way = open_handover(case.lot)
    if on_the_way is None or on_the_way.creditor != body.from_party:
        return False
    return has_document(case.event.evidence, REFUSED_DELIVERY)


RULE = Rule(
    code="CUS001",
    title="The sender of a lot holds it",
    citation="Unbroken custody; KPCS core document, Section IV(a): internal controls [memory]",
    in_force_from=ALWAYS,
    version=2,
    case=LotCase,
    bodies=(CustodyReleased,),
    check=_check,
    lots=LIVING,
)
