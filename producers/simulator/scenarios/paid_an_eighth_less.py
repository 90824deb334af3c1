"""An invoice of which an eighth is not paid."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.documents import PAYMENT
from schemas.events import CustodyEvent, Evidence, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A buyer pays an eighth less than the invoice says, and nothing is said about the rest."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    invoiced = max(100, sum(line.value_cents or 0 for line in body.lines) // 100)
    stated = f"payer={body.buyer}; payee={body.seller}; paid_usd={invoiced * 7 // 8}; invoiced_usd={invoiced}"
    changed = replace(event, evidence=(*event.evidence, Evidence(PAYMENT, stated)))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="paid_an_eighth_less",
    pattern="F22",
    kind=Kind.NEAR,
    rule="PAY002",
    tamper=_tamper,
)
