"""Goods that are given back for what was paid."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Twelve days after a sale the buyer, who does not like the goods, gives them back and gets all the money."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    back = replace(body, invoice=scene.name("CREDIT"), seller=body.buyer, buyer=body.seller)
    second = scene.another(event, back, hours=24 * 12, by=scene.actor(body.buyer))
    return Tampering((event, second), lots(body.lines), ends=True)


FAULT = Fault(name="refund_of_the_whole_price", pattern="F7", kind=Kind.HONEST, rule="CUS014", tamper=_tamper)
