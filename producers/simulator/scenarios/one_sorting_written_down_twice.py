"""Lots that two clerks say were worked up."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotsTransformed


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Ten minutes after a sorting, mixing or cutting a second clerk writes it down too, with labels of its own."""
    body = event.body
    if not isinstance(body, LotsTransformed):
        return None
    outputs = tuple(replace(line, lot_id=scene.name("SECOND")) for line in body.outputs)
    second = scene.another(event, replace(body, outputs=outputs), minutes=10)
    return Tampering((event, second), lots(body.inputs), second.event_id)


FAULT = Fault(
    name="one_sorting_written_down_twice",
    pattern="custody",
    kind=Kind.NEAR,
    rule="CUS007",
    tamper=_tamper,
    stories=ALL_STORIES,
)
