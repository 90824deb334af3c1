"""A find under an ended permit, of which nothing is heard for five weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from producers.simulator.licensing import former
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A find is registered under a permit that ended last year, and the book of it is sent in five weeks late."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED or body.licence is None:
        return None
    changed = replace(event, body=replace(body, licence=former(body.licence)))
    held = ((event.event_id, timedelta(days=35)),)
    return Tampering((changed,), lots(body.lines), event.event_id, held=held)


FAULT = Fault(
    name="ended_permit_told_weeks_late",
    pattern="F21",
    kind=Kind.DISGUISED,
    rule="LIC001",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
