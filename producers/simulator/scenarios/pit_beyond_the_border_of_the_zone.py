"""A pit on the wrong side of the border of its zone."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.prospecting import north_of_its_zone
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A pit is dug some two to three kilometres beyond the northern end of the licensed zone."""
    return north_of_its_zone(event, lambda: scene.whole(18, 27) / 1000)


FAULT = Fault(
    name="pit_beyond_the_border_of_the_zone",
    pattern="4.5",
    kind=Kind.NEAR,
    rule="ART004",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
