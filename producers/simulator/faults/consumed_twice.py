"""A lot that is consumed twice."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, LotsTransformed


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The same lots are transformed a second time, into other lots."""
    body = event.body
    if not isinstance(body, LotsTransformed):
        return None
    outputs = tuple(replace(line, lot_id=scene.name("TWICE")) for line in body.outputs)
    second = scene.another(event, replace(body, outputs=outputs), hours=3)
    return Tampering((event, second), lots(body.inputs), second.event_id)


FAULT = Fault(name="consumed_twice", rule="CUS007", tamper=_tamper, stories=ALL_STORIES)
