"""Rough that is sent to a country outside the scheme."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, ShipmentExported
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Rough is shipped to Kenya, which is no participant."""
    body = event.body
    if not isinstance(body, ShipmentExported) or body.certificate is None:
        return None
    changed = replace(event, body=replace(body, to_country="KE"))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(name="to_a_non_participant", rule="KIM013", tamper=_tamper, also=("CUS003", "KIM010", "KIM022"))
