"""A parcel that holds a little more than its certificate covers."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Two carats too many arrive in a parcel of at most some hundred."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or body.carats > 500_000:
        return None
    heavier = replace(body.lines[0], carats=body.lines[0].carats + 2_000)
    changed = replace(body, carats=body.carats + 2_000, lines=first_line(body.lines, heavier))
    return Tampering((replace(event, body=changed),), (certificate_subject(body.presented),), event.event_id)


FAULT = Fault(
    name="two_carats_above_certificate",
    pattern="F2",
    kind=Kind.NEAR,
    rule="KIM009",
    also=("CUS009", "KIM019"),
    tamper=_tamper,
)
