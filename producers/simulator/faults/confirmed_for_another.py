"""A receipt that is confirmed for another importer than the certificate names."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, ImportConfirmed
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The importing authority confirms that the goods came to a trader who had nothing to do with them."""
    body = event.body
    if not isinstance(body, ImportConfirmed):
        return None
    other = scene.stranger(body.importer, body.exporter)
    changed = replace(event, body=replace(body, importer=other.party_id))
    return Tampering((changed,), (certificate_subject(body.certificate),), event.event_id)


FAULT = Fault(name="confirmed_for_another", rule="KIM019", tamper=_tamper)
