"""A mixed lot that loses one of its countries when it is divided."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotsTransformed, Process
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A lot is mixed with all its countries named; divided or cut later, every part leaves one out."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is Process.MIX or len(body.inputs) != 1:
        return None
    origins = body.inputs[0].origins
    if len(origins) < 2:
        return None
    outputs = tuple(replace(line, origins=origins[:-1]) for line in body.outputs)
    changed = replace(event, body=replace(body, outputs=outputs))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(
    name="origin_lost_when_split", pattern="F13", kind=Kind.DISGUISED, rule="CUS013", also=("CUS016",), tamper=_tamper
)
