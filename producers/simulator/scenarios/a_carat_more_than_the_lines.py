"""A shipment whose total is a carat more than its lots."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentExported
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An export of at most some hundred carats states one carat more than its lots have together."""
    body = event.body
    if not isinstance(body, ShipmentExported) or body.certificate is None or body.carats > 400_000:
        return None
    changed = replace(event, body=replace(body, carats=body.carats + 1_000))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id)


FAULT = Fault(name="a_carat_more_than_the_lines", pattern="F3", kind=Kind.NEAR, rule="KIM015", tamper=_tamper)
