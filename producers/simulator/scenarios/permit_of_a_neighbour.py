"""A find under somebody else's permit."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from producers.simulator.licensing import permit
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A digger without a permit of its own lets the cooperative write down the valid permit of a neighbour."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED or body.licence is None:
        return None
    name, number = body.custodian.rsplit("-", 1)
    neighbour = permit(f"{name}-{int(number) % 10 + 1}")
    return Tampering((replace(event, body=replace(body, licence=neighbour)),), lots(body.lines), event.event_id)


FAULT = Fault(
    name="permit_of_a_neighbour",
    pattern="F21",
    kind=Kind.NEAR,
    rule="LIC001",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
