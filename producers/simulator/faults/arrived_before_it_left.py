"""A shipment that is said to have arrived before it left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A further report of an import dates it to half an hour after the goods were handed to the carrier."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.certificate is None:
        return None
    first = body.lines[0].lot_id
    sent = [r for r in scene.releases.values() if first in {line.lot_id for line in r.body.lines}]  # type: ignore[union-attr]
    at = max(release.occurred_at for release in sent) + timedelta(minutes=30)
    early = replace(scene.another(event, body), occurred_at=at)
    subject = certificate_subject(body.certificate)
    return Tampering((event, early), (subject,), scene.exports[body.shipment_id])


FAULT = Fault(name="arrived_before_it_left", rule="KIM025", tamper=_tamper, also=("KIM002",))
