"""A transformation that brings out more than went in."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line
from schemas.events import CustodyEvent, LotsTransformed, Process
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A lot comes out of sorting, splitting or mixing a tenth and a carat too heavy."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process in (Process.SAW, Process.CUT_AND_POLISH):
        return None
    line = body.outputs[0]
    heavier = replace(line, carats=line.carats * 11 // 10 + 1_000)
    changed = replace(body, outputs=first_line(body.outputs, heavier))
    return Tampering((replace(event, body=changed),), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(name="carats_from_nowhere", rule="CUS010", tamper=_tamper)
