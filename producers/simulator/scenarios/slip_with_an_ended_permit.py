"""A slip with the permit of last year."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from producers.simulator.licensing import former
from schemas.documents import PURCHASE_SLIP, documents_of, stated
from schemas.events import CustodyEvent, Evidence, OwnershipTransferred


def _naming(slip: Evidence, permit: str) -> Evidence:
    said = stated(slip)
    return replace(slip, reference=f"slip={said['slip']}; permit={permit}; carats={said['carats']}")


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The collector copies the permit of last year onto the slip; the digger never renewed it there."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    slips = documents_of(event.evidence, PURCHASE_SLIP)
    if not slips:
        return None
    ended = former(stated(slips[0])["permit"])
    papers = tuple(_naming(one, ended) if one in slips else one for one in event.evidence)
    return Tampering((replace(event, evidence=papers),), lots(body.lines), event.event_id)


FAULT = Fault(
    name="slip_with_an_ended_permit",
    pattern="4.5",
    kind=Kind.NEAR,
    rule="ART002",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
