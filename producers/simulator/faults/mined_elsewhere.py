"""A find that is said to come from another country than its mine lies in."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line, lots
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The first lot of a registration names the wrong country of mining."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED:
        return None
    other = "NA" if body.lines[0].origins != ("NA",) else "BW"
    forged = first_line(body.lines, replace(body.lines[0], origins=(other,)))
    changed = replace(event, body=replace(body, lines=forged))
    return Tampering((changed,), lots(forged[:1]), event.event_id, ends=True)


FAULT = Fault(name="mined_elsewhere", rule="CUS016", tamper=_tamper, stories=frozenset({"mine"}))
