"""A transformation that states a fiftieth less of its input than there was."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotsTransformed, Process


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A cutter keeps a fiftieth of the rough for itself and states that it took in so much less."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.CUT_AND_POLISH:
        return None
    line = body.inputs[0]
    missing = line.carats // 50
    if missing < 100 or missing > body.declared_loss:
        return None
    claimed = replace(line, carats=line.carats - missing)
    changed = replace(body, inputs=first_line(body.inputs, claimed), declared_loss=body.declared_loss - missing)
    return Tampering((replace(event, body=changed),), lots((line,)), event.event_id)


FAULT = Fault(
    name="input_claimed_a_little_lighter",
    pattern="F17",
    kind=Kind.NEAR,
    rule="CUS009",
    also=("CUS012",),
    tamper=_tamper,
)
