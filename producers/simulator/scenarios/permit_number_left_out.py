"""A licensed digger whose permit number was forgotten."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The cooperative forgets to write down the permit of a digger who has one."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED:
        return None
    return Tampering((replace(event, body=replace(body, licence=None)),), lots(body.lines), event.event_id)


FAULT = Fault(
    name="permit_number_left_out",
    pattern="F21",
    kind=Kind.HONEST,
    rule="LIC001",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
