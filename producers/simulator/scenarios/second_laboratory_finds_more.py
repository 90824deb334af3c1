"""A natural lot that one device calls clean and another one does not."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotExamined, Species


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A first screening finds nothing in a natural lot; a second one an hour later finds a tenth of it lab-grown."""
    body = event.body
    if not isinstance(body, LotExamined) or body.line.species is not Species.NATURAL or not body.screened_stones:
        return None
    grown = body.screened_stones // 10 + 1
    again = scene.another(event, replace(body, lab_grown_stones=grown), hours=1)
    return Tampering((event, again), lots((body.line,)), again.event_id)


FAULT = Fault(
    name="second_laboratory_finds_more",
    pattern="F19",
    kind=Kind.DISGUISED,
    rule="SPC001",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
)
