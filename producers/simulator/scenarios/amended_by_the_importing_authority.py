"""A certificate that the authority at the other end puts right by itself."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateAmended, CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The importing authority endorses a typing error on a certificate without asking the authority that issued it."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None:
        return None
    endorsed = scene.another(event, CertificateAmended(body.presented, "typing error in the name of the importer"))
    return Tampering((event, endorsed), (certificate_subject(body.presented),), endorsed.event_id)


FAULT = Fault(name="amended_by_the_importing_authority", pattern="1.3", kind=Kind.NEAR, rule="KIM017", tamper=_tamper)
