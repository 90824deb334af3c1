"""A mixed parcel that hides a country of mining."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line
from schemas.events import CustodyEvent, LotsTransformed, Process
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Stones of several countries are mixed, and one of the countries is left out afterwards."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.MIX or len(body.outputs[0].origins) < 2:
        return None
    line = body.outputs[0]
    changed = replace(body, outputs=first_line(body.outputs, replace(line, origins=line.origins[1:])))
    return Tampering((replace(event, body=changed),), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(name="origin_dropped", rule="CUS013", tamper=_tamper)
