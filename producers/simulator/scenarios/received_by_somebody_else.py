"""A parcel that another party receives than the one it was sent to."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReceived


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A neighbour at the exchange records the receipt of a parcel, under the handover that was meant for another."""
    body = event.body
    if not isinstance(body, CustodyReceived) or scene.abroad:
        return None
    other = scene.stranger(body.from_party, body.to_party)
    taken = replace(body, to_party=other.party_id)
    received = scene.another(event, taken, minutes=0, by=other)
    return Tampering((received,), lots(body.lines), received.event_id, ends=True)


FAULT = Fault(
    name="received_by_somebody_else",
    pattern="F16",
    kind=Kind.NEAR,
    rule="CUS002",
    also=("CUS003",),
    tamper=_tamper,
)
