"""Lab-grown stones that come out as natural ones."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.storylines.growing import grown_called_natural
from schemas.events import CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Lab-grown rough is cut and its polished stones are declared natural, with a country of mining."""
    return grown_called_natural(event)


FAULT = Fault(
    name="lab_grown_as_natural",
    rule="SPC002",
    tamper=_tamper,
    also=("CUS013",),
    stories=frozenset({"lab_grown"}),
)
