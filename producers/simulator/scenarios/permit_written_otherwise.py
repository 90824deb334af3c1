"""A permit whose number is written in another way."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The number of a valid permit is written with blanks and small letters, as clerks do."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED or body.licence is None:
        return None
    written = body.licence.lower().replace("-", " ")
    return Tampering((replace(event, body=replace(body, licence=written)),), lots(body.lines), event.event_id)


FAULT = Fault(
    name="permit_written_otherwise",
    pattern="F21",
    kind=Kind.HONEST,
    rule="LIC001",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
