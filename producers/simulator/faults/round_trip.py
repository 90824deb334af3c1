"""Goods that return to an earlier owner at another price."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.storylines.selling import bought_back
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Three weeks after a sale the seller buys the goods back for a sixth of the price."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    lines = tuple(replace(line, value_cents=(line.value_cents or 0) // 6 + 1) for line in body.lines)
    second = bought_back(scene, event, body, lines, 21, "INV")
    return Tampering((event, second), lots(lines), second.event_id, ends=True)


FAULT = Fault(name="round_trip", rule="CUS014", tamper=_tamper)
