"""An event that its emitter numbered and never sent."""

from __future__ import annotations

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering
from schemas.events import CustodyEvent, LotExamined
from schemas.routing import emitter_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A lot is examined twice; the first result is unwelcome and never leaves the house, but its number is used."""
    del scene
    if not isinstance(event.body, LotExamined):
        return None
    return Tampering((event,), (emitter_subject(event.emitter),), event.event_id, held_back=True)


FAULT = Fault(name="event_held_back", rule="COM001", tamper=_tamper, stories=ALL_STORIES)
