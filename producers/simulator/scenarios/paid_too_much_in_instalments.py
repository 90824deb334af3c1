"""An invoice that is paid off in too many instalments."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.documents import PAYMENT
from schemas.events import CustodyEvent, Evidence, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Four instalments of three tenths each are paid for one invoice, none of which is strange alone."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    invoiced = max(100, sum(line.value_cents or 0 for line in body.lines) // 100)
    stated = f"payer={body.buyer}; payee={body.seller}; paid_usd={invoiced * 3 // 10}; invoiced_usd={invoiced}"
    papers = tuple(Evidence(PAYMENT, f"{stated}; part={number}") for number in range(1, 5))
    changed = replace(event, evidence=(*event.evidence, *papers))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="paid_too_much_in_instalments",
    pattern="F22",
    kind=Kind.DISGUISED,
    rule="PAY002",
    tamper=_tamper,
)
