"""Polished stones that are a little heavier than the rough."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotsTransformed, Process
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Stones were added at the wheel, so that all polished together weighs a twentieth more than all the rough."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.CUT_AND_POLISH:
        return None
    rough, rest = sum(line.carats for line in body.inputs), sum(line.carats for line in body.outputs[1:])
    heavier = replace(body.outputs[0], carats=rough * 21 // 20 + 100 - rest)
    changed = replace(body, outputs=first_line(body.outputs, heavier), declared_loss=0)
    return Tampering((replace(event, body=changed),), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(
    name="a_little_added_at_the_wheel",
    pattern="F18",
    kind=Kind.NEAR,
    rule="CUS011",
    also=("CUS010", "CUS012"),
    tamper=_tamper,
)
