"""Goods that are given back for what was paid."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import bought_back
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Twelve days after a sale the buyer, who does not like the goods, gives them back and gets all the money."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    second = bought_back(scene, event, body, body.lines, 12, "CREDIT")
    return Tampering((event, second), lots(body.lines), ends=True)


FAULT = Fault(name="refund_of_the_whole_price", pattern="F7", kind=Kind.HONEST, rule="CUS014", tamper=_tamper)
