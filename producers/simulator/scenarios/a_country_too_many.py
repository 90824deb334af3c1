"""A mix that names one country more than its parts."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotsTransformed, Process
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Stones are mixed, and a country from which none of them came is named among the origins."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.MIX:
        return None
    line = body.outputs[0]
    if not line.origins or "AU" in line.origins:
        return None
    more = replace(line, origins=tuple(sorted((*line.origins, "AU"))))
    changed = replace(body, outputs=first_line(body.outputs, more))
    return Tampering((replace(event, body=changed),), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(name="a_country_too_many", pattern="F13", kind=Kind.NEAR, rule="CUS013", tamper=_tamper)
