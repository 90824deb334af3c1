"""Lab-grown stones that are mixed into a natural lot at the polisher's."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.goods import LAB_POLISHED
from producers.simulator.injection import Fault, Scene, Tampering, first_line
from producers.simulator.kinds import Kind
from schemas.events import (
    CustodyEvent,
    Form,
    LotRegistered,
    LotsTransformed,
    Process,
    RegistrationKind,
    Species,
)
from schemas.routing import event_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """When natural polished lots are put together, a small lab-grown lot goes in; all is sold as natural."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.MIX:
        return None
    first, out = body.inputs[0], body.outputs[0]
    if first.form is not Form.POLISHED or first.species is not Species.NATURAL:
        return None
    carats = max(50, first.carats // 20)
    grown = replace(
        first, lot_id=scene.name("GROWN"), carats=carats, stones=3, hs_code=LAB_POLISHED, origins=(),
        species=Species.LAB_GROWN, value_cents=carats * 3,
    )  # fmt: skip
    born = LotRegistered(RegistrationKind.OPENING_STOCK, body.operator, body.operator, None, (grown,))
    more = replace(out, carats=out.carats + carats, stones=(out.stones or 1) + 3)
    changed = replace(body, inputs=(*body.inputs, grown), outputs=first_line(body.outputs, more))
    stock = scene.another(event, born, minutes=-90)
    return Tampering((stock, replace(event, body=changed)), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(
    name="one_grown_lot_among_natural_ones",
    pattern="F19",
    kind=Kind.DISGUISED,
    rule="SPC002",
    also=("CUS013",),
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
)
