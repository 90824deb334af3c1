"""More polished out of the rough than cutters get."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, LotsTransformed, Process
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Nine tenths of the rough come out polished; the loss is declared accordingly."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.CUT_AND_POLISH:
        return None
    if len(body.inputs) != len(body.outputs):
        return None
    pairs = zip(body.inputs, body.outputs, strict=True)
    outputs = tuple(replace(polished, carats=rough.carats * 9 // 10) for rough, polished in pairs)
    loss = sum(line.carats for line in body.inputs) - sum(line.carats for line in outputs)
    changed = replace(event, body=replace(body, outputs=outputs, declared_loss=loss))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(name="over_yield", rule="CUS012", tamper=_tamper)
