"""A shipment that the importing authority refuses and sends back."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.documents import TECHNICAL_CERTIFICATE
from schemas.events import CustodyEvent, CustodyReceived, CustodyReleased, Evidence, Place, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The papers do not please the importing authority. Under a technical certificate the goods are back with their
    exporter within three days, and nobody confirms a receipt.
    """
    body = event.body
    if not isinstance(body, ShipmentImported) or body.certificate is None or scene.certificate is None:
        return None
    exporter, first = scene.actor(body.exporter), body.lines[0].lot_id
    handover = next((name for name, release in scene.releases.items() if _goes(release, body.importer, first)), None)
    if handover is None:
        return None
    home = Place(country=body.from_country)
    back = replace(body, from_country=body.to_country, to_country=body.from_country, presented=None)
    authority = scene.actor(scene.certificate.authority)
    entry = scene.another(event, back, hours=24 * 2, by=authority, place=home)
    entry = replace(entry, evidence=(Evidence(TECHNICAL_CERTIFICATE, f"T {body.shipment_id}"),))
    taken = CustodyReceived(handover, body.importer, body.exporter, body.seals, body.lines)
    received = scene.another(event, taken, hours=24 * 3, by=exporter, place=exporter.place)
    return Tampering(
        (entry, received), (certificate_subject(body.certificate),), scene.exports[body.shipment_id], ends=True
    )


def _goes(release: CustodyEvent, to: str, lot: str) -> bool:
    """Whether a release hands this lot to this party."""
    body = release.body
    return isinstance(body, CustodyReleased) and body.to_party == to and body.lines[0].lot_id == lot


FAULT = Fault(name="refused_at_the_border", pattern="1.3", kind=Kind.HONEST, rule="KIM010", tamper=_tamper)
