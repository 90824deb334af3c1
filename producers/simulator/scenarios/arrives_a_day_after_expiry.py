"""Goods that arrive the day after their certificate has ended."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A shipment leaves in time, lies somewhere for weeks, and comes in one day after its certificate has expired."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None:
        return None
    wait = body.presented.expires_on - event.local_day + timedelta(days=1)
    late = scene.later(event, wait)
    return Tampering((late,), (certificate_subject(body.presented),), event.event_id, ends=True)


FAULT = Fault(
    name="arrives_a_day_after_expiry",
    pattern="F4",
    kind=Kind.NEAR,
    rule="KIM004",
    also=("CUS003", "KIM010", "KIM022"),
    tamper=_tamper,
)
