"""A purchase without a slip in a country that knows none."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.documents import PURCHASE_SLIP, documents_of
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """In Sierra Leone a dealer buys from a digger with an invoice and no purchase slip."""
    body = event.body
    if not isinstance(body, OwnershipTransferred) or event.place.country != "SL":
        return None
    papers = tuple(one for one in event.evidence if one not in documents_of(event.evidence, PURCHASE_SLIP))
    if papers == event.evidence:
        return None
    return Tampering((replace(event, evidence=papers),), lots(body.lines), event.event_id)


FAULT = Fault(
    name="no_slip_where_none_is_asked_for",
    pattern="4.5",
    kind=Kind.HONEST,
    rule="ART002",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
    countries=frozenset({"SL"}),
)
