"""Polished stones that come out of a sorting room."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.goods import POLISHED
from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, Form, LotsTransformed, Process
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """One of the lots that rough was sorted, split or mixed into is said to be polished."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process not in (Process.SORT, Process.SPLIT, Process.MIX):
        return None
    if body.inputs[0].form is not Form.ROUGH:
        return None
    first = replace(body.outputs[0], form=Form.POLISHED, hs_code=POLISHED)
    changed = replace(event, body=replace(body, outputs=(first, *body.outputs[1:])))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(name="polished_out_of_sorting", rule="CUS015", tamper=_tamper)
