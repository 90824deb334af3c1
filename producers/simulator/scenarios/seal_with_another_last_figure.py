"""A seal that differs from the one at export in its last figure."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A container is closed again with the next seal of the same series: only the last figure is another."""
    body = event.body
    if not isinstance(body, ShipmentImported) or not body.seals:
        return None
    seal = body.seals[0]
    other = seal[:-1] + str((int(seal[-1]) + 1) % 10)
    changed = replace(event, body=replace(body, seals=(other, *body.seals[1:])))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="seal_with_another_last_figure",
    pattern="F16",
    kind=Kind.NEAR,
    rule="SEA001",
    tamper=_tamper,
    stories=ALL_STORIES,
)
