"""One of several lots that are consumed goes into another transformation weeks later."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotsTransformed, Process


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Three weeks after several lots were mixed one of them is sorted again, as if it had never been mixed."""
    body = event.body
    if not isinstance(body, LotsTransformed) or len(body.inputs) < 2:
        return None
    line = body.inputs[-1]
    out = replace(line, lot_id=scene.name("AGAIN"))
    again = LotsTransformed(Process.SORT, body.operator, (line,), (out,), 0)
    second = scene.another(event, again, hours=24 * 21)
    return Tampering((event, second), lots((line,)), second.event_id)


FAULT = Fault(
    name="one_of_the_lots_used_again",
    pattern="F18",
    kind=Kind.DISGUISED,
    rule="CUS007",
    tamper=_tamper,
    stories=ALL_STORIES,
)
