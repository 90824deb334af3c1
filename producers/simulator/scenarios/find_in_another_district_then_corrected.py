"""A find booked for another district, which is put right a month later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered, Place, RegistrationKind


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The book names another district than the permit; after a month the cooperative takes it back and corrects it."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED:
        return None
    elsewhere = Place(country=event.place.country, area="Tongo Fields")
    wrong = replace(event, event_id=scene.new_id(), place=elsewhere)
    declared = scene.taken_back(wrong, timedelta(days=30))
    right = replace(event, recorded_at=declared.recorded_at + timedelta(minutes=5))
    return Tampering((wrong, declared, right), lots(body.lines), wrong.event_id, corrected=True)


FAULT = Fault(
    name="find_in_another_district_then_corrected",
    pattern="4.5",
    kind=Kind.DISGUISED,
    rule="LIC002",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
