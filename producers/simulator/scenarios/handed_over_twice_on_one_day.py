"""A lot that its holder hands over to two buyers."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReleased


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Before the first buyer has received the goods their holder hands them over to a second one, on paper."""
    body = event.body
    if not isinstance(body, CustodyReleased) or not scene.connected(body.from_party):
        return None
    other = scene.stranger(body.from_party, body.to_party)
    again = replace(body, handover_id=scene.name("H"), to_party=other.party_id, seals=())
    second = scene.another(event, again, minutes=1)
    return Tampering((event, second), lots(body.lines), second.event_id, ends=True)


FAULT = Fault(
    name="handed_over_twice_on_one_day",
    pattern="F7",
    kind=Kind.DISGUISED,
    rule="CUS001",
    also=("CUS003", "KIM010", "KIM022"),
    tamper=_tamper,
)
