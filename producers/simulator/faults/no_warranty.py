"""An invoice without the statement that the seller is bound to make."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.storylines.selling import sold_by_one_who_is_bound
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A dealer whose trade body binds it by the System of Warranties sells natural stones and states nothing."""
    body = sold_by_one_who_is_bound(scene, event)
    if body is None:
        return None
    changed = replace(event, body=replace(body, warranty=None))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(name="no_warranty", pattern="1.7", rule="WAR003", tamper=_tamper)
