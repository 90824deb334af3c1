"""A shipment whose total is not that of its lots."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, ShipmentExported
from schemas.routing import event_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The papers of an export state more carats than the lots that are listed in it have together."""
    body = event.body
    if not isinstance(body, ShipmentExported) or body.certificate is None:
        return None
    more = body.carats // 20 + scene.whole(200, 2_000)
    changed = replace(event, body=replace(body, carats=body.carats + more))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id)


FAULT = Fault(name="total_of_other_lines", rule="KIM015", tamper=_tamper)
