"""A certificate on which one figure of the weight was changed."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """At import a certificate of at most some hundred carats shows five carats more: a 3 was made an 8."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or body.carats > 800_000:
        return None
    first, *others = body.presented.hs_rows
    rows = (replace(first, carats=first.carats + 5_000), *others)
    altered = replace(body.presented, carats=body.presented.carats + 5_000, hs_rows=rows)
    changed = replace(event, body=replace(body, presented=altered))
    return Tampering((changed,), (certificate_subject(altered),), event.event_id)


FAULT = Fault(
    name="certificate_five_carats_heavier",
    pattern="F3",
    kind=Kind.NEAR,
    rule="KIM008",
    also=("KIM019",),
    tamper=_tamper,
)
