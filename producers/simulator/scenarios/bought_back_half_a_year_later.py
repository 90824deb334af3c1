"""Goods that a house buys back from a customer when the market has moved."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import bought_back
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Half a year after a sale, when prices have fallen, the seller buys the goods back for a fifth less."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    lines = tuple(replace(line, value_cents=(line.value_cents or 0) * 4 // 5) for line in body.lines)
    second = bought_back(scene, event, body, lines, 180, "INV")
    return Tampering((event, second), lots(lines), ends=True)


FAULT = Fault(name="bought_back_half_a_year_later", pattern="F7", kind=Kind.HONEST, rule="CUS014", tamper=_tamper)
