"""A transformation that brings out one carat more than went in."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotsTransformed, Process
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """One stone of a carat is put in when a lot of at most a few hundred carats is sorted, divided or mixed."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process in (Process.SAW, Process.CUT_AND_POLISH):
        return None
    if sum(line.carats for line in body.inputs) > 300_000:
        return None
    line = body.outputs[0]
    more = replace(line, carats=line.carats + 1_000, stones=None if line.stones is None else line.stones + 1)
    changed = replace(body, outputs=first_line(body.outputs, more))
    return Tampering((replace(event, body=changed),), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(name="a_carat_from_nowhere", pattern="F17", kind=Kind.NEAR, rule="CUS010", tamper=_tamper)
