"""Rough that crosses a border without a certificate."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, ShipmentExported
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Rough leaves for another participant, and the shipment names no certificate."""
    body = event.body
    if not isinstance(body, ShipmentExported) or body.certificate is None:
        return None
    changed = replace(event, body=replace(body, certificate=None))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(name="without_certificate", rule="KIM001", tamper=_tamper, also=("CUS003",))
