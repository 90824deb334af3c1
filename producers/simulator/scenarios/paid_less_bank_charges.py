"""A payment from which the banks took their charges."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.documents import PAYMENT
from schemas.events import CustodyEvent, Evidence, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The banks between buyer and seller keep up to two in a hundred for themselves."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    invoiced = max(100, sum(line.value_cents or 0 for line in body.lines) // 100)
    paid = invoiced * (1000 - scene.whole(2, 20)) // 1000
    stated = f"payer={body.buyer}; payee={body.seller}; paid_usd={paid}; invoiced_usd={invoiced}"
    changed = replace(event, evidence=(*event.evidence, Evidence(PAYMENT, stated)))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="paid_less_bank_charges",
    pattern="F22",
    kind=Kind.HONEST,
    rule="PAY002",
    tamper=_tamper,
)
