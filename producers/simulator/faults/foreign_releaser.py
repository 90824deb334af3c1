"""Somebody hands over what it does not hold."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, CustodyReleased


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Lots are handed over by a party that never held them."""
    body = event.body
    if not isinstance(body, CustodyReleased):
        return None
    thief = scene.stranger(body.from_party, body.to_party)
    foreign = replace(body, from_party=thief.party_id)
    changed = scene.another(event, foreign, minutes=0, by=thief)
    return Tampering((changed,), lots(body.lines), changed.event_id, ends=True)


FAULT = Fault(name="foreign_releaser", rule="CUS001", tamper=_tamper, also=("CUS003",))
