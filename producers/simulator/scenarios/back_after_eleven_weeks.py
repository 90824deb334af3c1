"""Goods that return to their seller after almost a season, somewhat dearer."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import bought_back
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Eleven weeks after a sale the seller buys the goods back for a tenth more."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    lines = tuple(replace(line, value_cents=(line.value_cents or 0) * 11 // 10 + 1) for line in body.lines)
    second = bought_back(scene, event, body, lines, 77, "INV")
    return Tampering((event, second), lots(lines), second.event_id, ends=True)


FAULT = Fault(name="back_after_eleven_weeks", pattern="F7", kind=Kind.NEAR, rule="CUS014", tamper=_tamper)
