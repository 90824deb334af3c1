"""A batch that keeps as much as single well formed stones do."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotsTransformed, Process
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Of whole batches two thirds are left after cutting, as is left of the best single stones cut as emeralds."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.CUT_AND_POLISH:
        return None
    if len(body.inputs) != len(body.outputs) or any(line.stones == 1 for line in body.inputs):
        return None
    pairs = zip(body.inputs, body.outputs, strict=True)
    outputs = tuple(replace(polished, carats=rough.carats * 2 // 3) for rough, polished in pairs)
    loss = sum(line.carats for line in body.inputs) - sum(line.carats for line in outputs)
    changed = replace(event, body=replace(body, outputs=outputs, declared_loss=loss))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(name="batch_keeps_two_thirds", pattern="F18", kind=Kind.NEAR, rule="CUS012", tamper=_tamper)
