"""A payment that goes to somebody else than the seller."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.documents import PAYMENT
from schemas.events import CustodyEvent, Evidence, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The buyer pays, and the money goes to another firm than the one that sold."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    payee = scene.stranger(body.buyer, body.seller).party_id
    paper = Evidence(PAYMENT, f"payer={body.buyer}; payee={payee}")
    changed = replace(event, evidence=(*event.evidence, paper))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="paid_to_a_cousin",
    pattern="F22",
    kind=Kind.NEAR,
    rule="PAY001",
    tamper=_tamper,
)
