"""A lot that is scanned in two places on one day."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, CustodyReceived, ExaminationKind, LotExamined


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An hour after its receipt in one town a lot is weighed in another, four thousand kilometres away."""
    body = event.body
    if not isinstance(body, CustodyReceived):
        return None
    here = replace(event.place, latitude=-24.65, longitude=25.91)
    there = replace(event.place, latitude=11.59, longitude=43.15)
    line = body.lines[0]
    weighing = LotExamined(ExaminationKind.WEIGHING, body.to_party, None, line, None, None)
    scan = scene.another(event, weighing, hours=1, place=there)
    return Tampering((replace(event, place=here), scan), lots((line,)), scan.event_id)


FAULT = Fault(name="two_places_at_once", rule="CUS018", tamper=_tamper, stories=ALL_STORIES - {"artisanal"})
