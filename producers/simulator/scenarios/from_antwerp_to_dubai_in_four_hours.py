"""A lot that is scanned in two places between which it could not have been flown."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReceived, ExaminationKind, LotExamined


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Four hours after its receipt in Antwerp a lot is weighed in Dubai, some six and a half hours of flight away."""
    body = event.body
    if not isinstance(body, CustodyReceived):
        return None
    antwerp = replace(event.place, latitude=51.22, longitude=4.42)
    dubai = replace(event.place, latitude=25.07, longitude=55.14)
    line = body.lines[0]
    weighing = LotExamined(ExaminationKind.WEIGHING, body.to_party, None, line, None, None)
    scan = scene.another(event, weighing, hours=4, minutes=0, place=dubai)
    return Tampering((replace(event, place=antwerp), scan), lots((line,)), scan.event_id)


FAULT = Fault(
    name="from_antwerp_to_dubai_in_four_hours",
    pattern="4.4",
    kind=Kind.NEAR,
    rule="CUS018",
    also=("CUS006",),
    tamper=_tamper,
    stories=ALL_STORIES - {"artisanal"},
)
