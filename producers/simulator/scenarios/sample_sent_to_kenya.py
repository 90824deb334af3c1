"""A small sample for a customer outside the scheme."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.posting import letter
from schemas.events import CustodyEvent, ShipmentExported
from schemas.routing import event_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Beside an honest parcel the exporter posts one rough stone of less than half a carat to Nairobi."""
    body = event.body
    if not isinstance(body, ShipmentExported) or body.certificate is None:
        return None
    sample = letter(scene, event, body, to="KE")
    return Tampering((event, *sample.events), (event_subject(sample.sent.event_id),), sample.sent.event_id)


FAULT = Fault(
    name="sample_sent_to_kenya", pattern="1.3", kind=Kind.NEAR, rule="KIM013", also=("KIM001", "SEA004"), tamper=_tamper
)
