"""A small sample that goes ahead of a certified shipment, without a paper."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.posting import letter
from schemas.events import CustodyEvent, ShipmentExported
from schemas.routing import event_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Beside a certified parcel the exporter sends a rough stone of less than half a carat by letter, as a sample."""
    body = event.body
    if not isinstance(body, ShipmentExported) or body.certificate is None:
        return None
    sample = letter(scene, event, body)
    return Tampering((event, *sample.events), (event_subject(sample.sent.event_id),), sample.sent.event_id)


FAULT = Fault(
    name="sample_without_certificate", pattern="1.3", kind=Kind.NEAR, rule="KIM001", also=("SEA004",), tamper=_tamper
)
