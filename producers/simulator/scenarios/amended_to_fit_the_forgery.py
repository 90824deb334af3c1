"""An altered certificate that an amendment makes look right."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import Certificate, CertificateAmended, CertificateIssued, CustodyEvent, Place, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The exporter records a correction of the value to twice as much, and that is what is shown at import."""
    body = event.body
    if isinstance(body, CertificateIssued) and not scene.memory:
        exporter = scene.actor(body.certificate.exporter)
        scene.memory.add(body.certificate.number)
        amendment = CertificateAmended(_dearer(body.certificate), "typing error in the value")
        made = scene.another(event, amendment, minutes=50, by=exporter, place=Place(country=exporter.country))
        return Tampering((event, made), (certificate_subject(body.certificate),), made.event_id, more=True)
    if isinstance(body, ShipmentImported) and body.presented is not None and body.presented.number in scene.memory:
        return Tampering((replace(event, body=replace(body, presented=_dearer(body.presented))),))
    return None


def _dearer(paper: Certificate) -> Certificate:
    rows = tuple(replace(row, value_cents=2 * row.value_cents) for row in paper.hs_rows)
    return replace(paper, value_cents=2 * paper.value_cents, hs_rows=rows)


FAULT = Fault(
    name="amended_to_fit_the_forgery",
    pattern="F3",
    kind=Kind.DISGUISED,
    rule="KIM017",
    also=("KIM008",),
    tamper=_tamper,
)
