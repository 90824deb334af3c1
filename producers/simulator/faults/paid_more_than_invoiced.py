"""A purchase that is paid far above its invoice."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.documents import PAYMENT
from schemas.events import CustodyEvent, Evidence, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A fifth to a half more than the invoice says goes to the seller."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    invoiced = max(1, sum(line.value_cents or 0 for line in body.lines) // 100)
    paid = invoiced * scene.whole(120, 150) // 100 + 1
    stated = f"payer={body.buyer}; payee={body.seller}; paid_usd={paid}; invoiced_usd={invoiced}"
    changed = replace(event, evidence=(*event.evidence, Evidence(PAYMENT, stated)))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(name="paid_more_than_invoiced", pattern="F22", rule="PAY002", tamper=_tamper)
