"""A number on a second certificate that is a carat heavier."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A quarter of an hour after a certificate another one for one carat more is issued under its number."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    first, *others = body.certificate.hs_rows
    rows = (replace(first, carats=first.carats + 1_000), *others)
    other = replace(body.certificate, carats=body.certificate.carats + 1_000, hs_rows=rows)
    second = scene.another(event, CertificateIssued(other), minutes=15)
    return Tampering((event, second), (certificate_subject(other),), second.event_id)


FAULT = Fault(
    name="number_issued_again_for_a_carat_more",
    pattern="F2",
    kind=Kind.NEAR,
    rule="KIM014",
    also=("KIM008", "KIM019"),
    tamper=_tamper,
)
