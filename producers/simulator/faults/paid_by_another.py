"""A purchase that somebody else pays."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.documents import PAYMENT
from schemas.events import CustodyEvent, Evidence, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The bank's receipt for a sale names a third trading firm as the payer."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    payer = scene.stranger(body.buyer, body.seller).party_id
    receipt = Evidence(PAYMENT, f"payer={payer}; payee={body.seller}")
    changed = replace(event, evidence=(*event.evidence, receipt))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(name="paid_by_another", pattern="F22", rule="PAY001", tamper=_tamper)
