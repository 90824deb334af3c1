"""More is imported than the certificate covers."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An eighth more arrives than the certificate says."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None:
        return None
    more = body.carats // 8 + 1_000
    heavier = replace(body.lines[0], carats=body.lines[0].carats + more)
    changed = replace(body, carats=body.carats + more, lines=first_line(body.lines, heavier))
    return Tampering((replace(event, body=changed),), (certificate_subject(body.presented),), event.event_id)


FAULT = Fault(name="sum_above_certificate", rule="KIM009", tamper=_tamper, also=("CUS009",))
