"""A certificate that was altered on its way."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """At import the certificate shows three fifths of the value it was issued with."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None:
        return None
    rows = tuple(replace(row, value_cents=row.value_cents * 3 // 5) for row in body.presented.hs_rows)
    altered = replace(body.presented, value_cents=sum(row.value_cents for row in rows), hs_rows=rows)
    changed = replace(event, body=replace(body, presented=altered))
    return Tampering((changed,), (certificate_subject(altered),), event.event_id)


FAULT = Fault(name="altered_certificate", rule="KIM008", tamper=_tamper)
