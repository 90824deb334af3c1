"""A position with two figures swapped, put right a month later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Degrees of the position are mistyped; a month later the cooperative takes the find back and writes it anew."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED or event.place.latitude is None:
        return None
    strange = replace(event.place, latitude=round(event.place.latitude + scene.whole(1, 3), 5))
    wrong = replace(event, event_id=scene.new_id(), place=strange)
    declared = scene.taken_back(wrong, timedelta(days=30))
    right = replace(event, recorded_at=declared.recorded_at + timedelta(minutes=5))
    return Tampering((wrong, declared, right), lots(body.lines), wrong.event_id, corrected=True)


FAULT = Fault(
    name="position_mistyped_then_corrected",
    pattern="4.5",
    kind=Kind.DISGUISED,
    rule="ART004",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
