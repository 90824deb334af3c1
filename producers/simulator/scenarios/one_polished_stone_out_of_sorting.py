"""One polished stone that comes out of a sorting room."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.goods import POLISHED
from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, Form, LotsTransformed, Process
from schemas.routing import event_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Among the lots that rough was sorted, divided or mixed into there is one polished stone of half a carat."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process not in (Process.SORT, Process.SPLIT, Process.MIX):
        return None
    first = body.outputs[0]
    if body.inputs[0].form is not Form.ROUGH or first.carats < 2_000:
        return None
    stone = replace(
        first,
        lot_id=scene.name("POLISHED"),
        carats=500,
        stones=1,
        form=Form.POLISHED,
        hs_code=POLISHED,
        value_cents=45_000,
    )
    outputs = (replace(first, carats=first.carats - 500), *body.outputs[1:], stone)
    changed = replace(event, body=replace(body, outputs=outputs))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(
    name="one_polished_stone_out_of_sorting",
    pattern="F18",
    kind=Kind.NEAR,
    rule="CUS015",
    tamper=_tamper,
    also=("CUS009",),
)
