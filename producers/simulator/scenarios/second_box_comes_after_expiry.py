"""A shipment of which a part arrives when its certificate has ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.boxes import part_of
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The first box of a shipment comes in at once; the others come in three days after the certificate has ended."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or len(body.lines) < 2:
        return None
    first = replace(event, body=part_of(body, body.lines[:1]))
    rest = scene.another(event, part_of(body, body.lines[1:]), minutes=0)
    late = scene.later(rest, body.presented.expires_on - event.local_day + timedelta(days=3))
    return Tampering((first, late), (certificate_subject(body.presented),), late.event_id, ends=True)


FAULT = Fault(
    name="second_box_comes_after_expiry",
    pattern="F4",
    kind=Kind.DISGUISED,
    rule="KIM004",
    tamper=_tamper,
    also=("CUS003", "KIM010"),
)
