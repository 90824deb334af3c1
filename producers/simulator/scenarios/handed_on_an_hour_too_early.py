"""A lot that its receiver hands on before it has it."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReceived, CustodyReleased


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """By its own book a party hands a lot on an hour before it receives it."""
    body = event.body
    if not isinstance(body, CustodyReceived) or scene.abroad:
        return None
    holder, other = scene.actor(body.to_party), scene.stranger(body.from_party, body.to_party)
    onward = CustodyReleased(scene.name("H"), holder.party_id, other.party_id, None, (), body.lines)
    early = scene.another(event, onward, minutes=-60, by=holder)
    return Tampering((event, early), lots(body.lines), early.event_id, ends=True)


FAULT = Fault(
    name="handed_on_an_hour_too_early",
    pattern="F7",
    kind=Kind.NEAR,
    rule="CUS001",
    tamper=_tamper,
    also=("CUS001", "CUS002", "CUS003"),
)
