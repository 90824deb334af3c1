"""A certificate whose copy at import is a cent off."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Whoever types the certificate at import makes its value a cent larger than it is."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None:
        return None
    first, *others = body.presented.hs_rows
    rows = (replace(first, value_cents=first.value_cents + 1), *others)
    typed = replace(body.presented, value_cents=body.presented.value_cents + 1, hs_rows=rows)
    changed = replace(event, body=replace(body, presented=typed))
    return Tampering((changed,), (certificate_subject(typed),), event.event_id)


FAULT = Fault(name="a_cent_too_much_on_the_paper", pattern="F3", kind=Kind.HONEST, rule="KIM008", tamper=_tamper)
