"""A delivery that its receiver refuses, and that goes to somebody else."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.documents import REFUSED_DELIVERY
from schemas.events import CustodyEvent, CustodyReceived, CustodyReleased, Evidence


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The receiver does not take the parcel; the carrier brings it back, and three days later it goes to another."""
    body = event.body
    if not isinstance(body, CustodyReceived) or scene.abroad or not scene.connected(body.from_party):
        return None
    first = scene.releases[body.handover_id].body
    assert isinstance(first, CustodyReleased)
    sender, other = scene.actor(body.from_party), scene.stranger(body.from_party, body.to_party)
    if other.country != sender.country:
        return None
    handover = scene.name("H")
    again = replace(first, handover_id=handover, to_party=other.party_id)
    note = Evidence(REFUSED_DELIVERY, f"NOTE {body.handover_id}")
    sent = replace(scene.another(event, again, hours=72, by=sender, place=sender.place), evidence=(note,))
    taken = CustodyReceived(handover, body.from_party, other.party_id, (), first.lines)
    received = scene.another(event, taken, hours=80, by=other, place=other.place)
    return Tampering((sent, received), lots(body.lines), sent.event_id, ends=True)


FAULT = Fault(name="refused_delivery", pattern="1.3", kind=Kind.HONEST, rule="CUS001", tamper=_tamper)
