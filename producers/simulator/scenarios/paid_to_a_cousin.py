"""A payment that goes to somebody else than the seller."""

from __future__ import annotations

from collections.abc import Iterator

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import paid
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The buyer pays, and the money goes to another firm than the one that sold."""

    def said(body: OwnershipTransferred) -> Iterator[str]:
        yield f"payer={body.buyer}; payee={scene.stranger(body.buyer, body.seller).party_id}"

    return paid(event, said)


FAULT = Fault(
    name="paid_to_a_cousin",
    pattern="F22",
    kind=Kind.NEAR,
    rule="PAY001",
    tamper=_tamper,
)
