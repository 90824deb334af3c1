"""A slip with the permit of last year."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.licensing import former
from producers.simulator.storylines.slips import slips_naming
from schemas.events import CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The collector copies the permit of last year onto the slip; the digger never renewed it there."""
    return slips_naming(event, lambda _seller, permit: former(permit))


FAULT = Fault(
    name="slip_with_an_ended_permit",
    pattern="4.5",
    kind=Kind.NEAR,
    rule="ART002",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
