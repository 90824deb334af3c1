"""A pit at the very border of its zone."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.prospecting import north_of_its_zone
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A pit lies at the northern end of the zone, and the telephone shows it up to three hundred metres outside."""
    return north_of_its_zone(event, lambda: scene.whole(2, 27) / 10_000)


FAULT = Fault(
    name="pit_at_the_border_of_the_zone",
    pattern="4.5",
    kind=Kind.HONEST,
    rule="ART004",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
