"""A sale of which a stranger pays the second part."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.documents import PAYMENT
from schemas.events import CustodyEvent, Evidence, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The buyer pays half of an invoice, and a firm that has no part in the sale the rest."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    payer = scene.stranger(body.buyer, body.seller).party_id
    invoiced = max(2, sum(line.value_cents or 0 for line in body.lines) // 100)
    half = invoiced // 2
    papers = (
        Evidence(PAYMENT, f"payer={body.buyer}; payee={body.seller}; paid_usd={half}; invoiced_usd={invoiced}"),
        Evidence(PAYMENT, f"payer={payer}; payee={body.seller}; paid_usd={invoiced - half}; invoiced_usd={invoiced}"),
    )
    changed = replace(event, evidence=(*event.evidence, *papers))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="second_instalment_by_another",
    pattern="F22",
    kind=Kind.DISGUISED,
    rule="PAY001",
    tamper=_tamper,
)
