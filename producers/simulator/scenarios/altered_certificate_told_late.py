"""An altered certificate of which the importing authority tells only weeks after the goods are gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The certificate shown at import has a tenth less weight and value; this is told five weeks after the arrival."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None:
        return None
    rows = tuple(
        replace(row, carats=row.carats * 9 // 10, value_cents=row.value_cents * 9 // 10)
        for row in body.presented.hs_rows
    )
    altered = replace(
        body.presented,
        carats=sum(row.carats for row in rows),
        value_cents=sum(row.value_cents for row in rows),
        hs_rows=rows,
    )
    changed = replace(event, body=replace(body, presented=altered))
    return Tampering(
        (changed,),
        (certificate_subject(altered),),
        event.event_id,
        held=((event.event_id, timedelta(days=35)),),
    )


FAULT = Fault(name="altered_certificate_told_late", pattern="F3", kind=Kind.DISGUISED, rule="KIM008", tamper=_tamper)
