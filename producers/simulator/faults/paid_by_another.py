"""A purchase that somebody else pays."""

from __future__ import annotations

from collections.abc import Iterator

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.storylines.selling import paid
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The bank's receipt for a sale names a third trading firm as the payer."""

    def said(body: OwnershipTransferred) -> Iterator[str]:
        yield f"payer={scene.stranger(body.buyer, body.seller).party_id}; payee={body.seller}"

    return paid(event, said)


FAULT = Fault(name="paid_by_another", pattern="F22", rule="PAY001", tamper=_tamper)
