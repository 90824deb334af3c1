"""A certificate on which nothing but the importer was changed."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The certificate shown at import names another importer than the one it was issued for; all figures agree."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None:
        return None
    altered = replace(body.presented, importer=scene.stranger(body.importer, body.exporter).party_id)
    changed = replace(event, body=replace(body, presented=altered))
    return Tampering((changed,), (certificate_subject(altered),), event.event_id)


FAULT = Fault(
    name="certificate_names_another_importer",
    pattern="F3",
    kind=Kind.DISGUISED,
    rule="KIM008",
    also=("KIM018", "KIM019"),
    tamper=_tamper,
)
