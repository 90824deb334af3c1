"""A sale that its buyer pays in two parts."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.documents import PAYMENT
from schemas.events import CustodyEvent, Evidence, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The buyer pays a third of an invoice at once and the rest later, both from its own account."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    invoiced = max(3, sum(line.value_cents or 0 for line in body.lines) // 100)
    parts = (invoiced // 3, invoiced - invoiced // 3)
    papers = (
        Evidence(PAYMENT, f"payer={body.buyer}; payee={body.seller}; paid_usd={paid}; invoiced_usd={invoiced}")
        for paid in parts
    )
    changed = replace(event, evidence=(*event.evidence, *papers))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="paid_in_two_parts",
    pattern="F22",
    kind=Kind.HONEST,
    rule="PAY001",
    tamper=_tamper,
)
