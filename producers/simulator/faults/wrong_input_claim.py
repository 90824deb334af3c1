"""A transformation that states another weight of its input than the input had."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ROUGH_STORIES, Fault, Scene, Tampering, first_line, lots
from schemas.events import CustodyEvent, LotsTransformed, Process


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A cutter states less rough than it took in, and so less loss than it had."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.CUT_AND_POLISH:
        return None
    line = body.inputs[0]
    missing = line.carats * 6 // 100
    if missing < 100:
        return None
    claimed = replace(line, carats=line.carats - missing)
    changed = replace(body, inputs=first_line(body.inputs, claimed), declared_loss=body.declared_loss - missing)
    return Tampering((replace(event, body=changed),), lots((line,)), event.event_id)


FAULT = Fault(name="wrong_input_claim", rule="CUS009", tamper=_tamper, stories=ROUGH_STORIES | {"lab_grown"})
