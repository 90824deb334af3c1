"""A receipt that the exporter confirms itself."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, ImportConfirmed, Place
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """In place of the importing authority the exporter says that its goods have arrived."""
    body = event.body
    if not isinstance(body, ImportConfirmed):
        return None
    exporter = scene.actor(body.exporter)
    forged = replace(body, authority=exporter.party_id)
    said = scene.another(event, forged, minutes=1, by=exporter, place=Place(country=exporter.country))
    return Tampering((said,), (certificate_subject(body.certificate),), said.event_id)


FAULT = Fault(name="confirmed_by_exporter", rule="KIM018", tamper=_tamper)
