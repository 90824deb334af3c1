"""Goods that are given back for a little less than was paid."""

from __future__ import annotations

from producers.simulator.goods import priced
from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import bought_back
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Three weeks after a sale the buyer gives the goods back; the seller keeps some per cent for the handling."""
    body = event.body
    if not isinstance(body, OwnershipTransferred) or any(line.value_cents is None for line in body.lines):
        return None
    lines = priced(body.lines, scene.whole(960, 985))
    second = bought_back(scene, event, body, lines, 21, "CREDIT")
    return Tampering((event, second), lots(body.lines), second.event_id, ends=True)


FAULT = Fault(name="given_back_less_a_fee", pattern="F7", kind=Kind.HONEST, rule="CUS014", tamper=_tamper)
