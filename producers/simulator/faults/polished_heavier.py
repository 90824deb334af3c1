"""Polished stones that weigh more than the rough they came from."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line
from schemas.events import CustodyEvent, LotsTransformed, Process
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Stones were added at the wheel: more polished comes out than rough went in."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.CUT_AND_POLISH:
        return None
    total = sum(line.carats for line in body.inputs)
    heavier = replace(body.outputs[0], carats=total * 12 // 10 + 1_000)
    changed = replace(body, outputs=first_line(body.outputs, heavier), declared_loss=0)
    return Tampering((replace(event, body=changed),), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(name="polished_heavier", rule="CUS011", tamper=_tamper, also=("CUS010",))
