"""A slip that names a neighbour's permit."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from producers.simulator.licensing import permit
from schemas.documents import PURCHASE_SLIP, documents_of, stated
from schemas.events import CustodyEvent, Evidence, OwnershipTransferred


def _naming(slip: Evidence, permit: str) -> Evidence:
    said = stated(slip)
    return replace(slip, reference=f"slip={said['slip']}; permit={permit}; carats={said['carats']}")


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The stones come from an unknown person; the slip names the valid permit of a digger of the same site."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    slips = documents_of(event.evidence, PURCHASE_SLIP)
    if not slips:
        return None
    name, number = body.seller.rsplit("-", 1)
    neighbour = permit(f"{name}-{int(number) % 10 + 1}")
    papers = tuple(_naming(one, neighbour) if one in slips else one for one in event.evidence)
    return Tampering((replace(event, evidence=papers),), lots(body.lines), event.event_id)


FAULT = Fault(
    name="slip_of_another_digger",
    pattern="4.5",
    kind=Kind.DISGUISED,
    rule="ART002",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
