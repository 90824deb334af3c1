"""A lot that its holder calls lost and finds again."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import (
    CustodyEvent,
    CustodyReceived,
    ExaminationKind,
    LotExamined,
    LotRetired,
    RetirementReason,
)


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Two hours after its arrival a lot is written off as lost; three weeks later it is found and weighed."""
    body = event.body
    if not isinstance(body, CustodyReceived) or scene.abroad:
        return None
    holder, line = scene.actor(body.to_party), body.lines[0]
    gone = LotRetired(RetirementReason.LOST, holder.party_id, line)
    weighing = LotExamined(ExaminationKind.WEIGHING, holder.party_id, None, line, None, None)
    lost = scene.another(event, gone, hours=2, by=holder)
    found = scene.another(event, weighing, hours=21 * 24, by=holder)
    return Tampering((event, lost, found), lots((line,)), found.event_id, ends=True)


FAULT = Fault(
    name="lost_stones_found_in_the_safe",
    pattern="4.4",
    kind=Kind.HONEST,
    rule="CUS006",
    tamper=_tamper,
    out_of_reach="a person looks at whatever turns up after a loss or a theft: one notice, and none for what follows",
)
