"""Rough that leaves the European Union in an open container."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.sidedeal import UNION
from schemas.events import CustodyEvent, ShipmentExported
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An export of rough out of the Union states no seal."""
    body = event.body
    if not isinstance(body, ShipmentExported) or body.certificate is None or body.from_country not in UNION:
        return None
    changed = replace(event, body=replace(body, seals=()))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id)


FAULT = Fault(
    name="leaves_unsealed",
    rule="SEA004",
    tamper=_tamper,
    stories=frozenset({"rough_stock"}),
    countries=frozenset({"BE"}),
)
