"""A digger whose permit has ended."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.licensing import former
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A find is registered under the permit of last year, which was never renewed."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED or body.licence is None:
        return None
    changed = replace(event, body=replace(body, licence=former(body.licence)))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(name="licence_ended", pattern="F21", rule="LIC001", tamper=_tamper, stories=frozenset({"artisanal"}))
