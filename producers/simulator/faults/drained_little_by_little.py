"""A lot that loses a little at every handover."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, CustodyReceived, CustodyReleased, LotRegistered
from schemas.measures import weighing_tolerance

_HANDOVERS = 4


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Within a day a lot goes to and fro between two parties, and each receipt weighs as much less as two weighings may
    differ.
    """
    body = event.body
    if not isinstance(body, LotRegistered) or body.lines[0].carats < 1_000:
        return None
    sender, taker = scene.actor(body.custodian), scene.stranger(body.custodian)
    line, events = body.lines[0], [event]
    for number in range(_HANDOVERS):
        handover = scene.name("H")
        parties = handover, sender.party_id, taker.party_id
        released = CustodyReleased(*parties, None, (), (line,))
        line = replace(line, carats=line.carats - weighing_tolerance(line.carats))
        received = CustodyReceived(*parties, (), (line,))
        hours = 5 * (number + 1)  # over before the story goes on: a lot has one account of itself
        events.append(scene.another(event, released, hours=hours, by=sender))
        events.append(scene.another(event, received, hours=hours + 2, by=taker))
        sender, taker = taker, sender
    return Tampering(tuple(events), lots((line,)), events[-1].event_id, ends=True)


FAULT = Fault(
    name="drained_little_by_little", rule="CUS017", tamper=_tamper, stories=frozenset({"rough_stock", "polished_stock"})
)
