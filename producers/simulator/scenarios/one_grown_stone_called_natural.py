"""One of several lab-grown stones that comes out as a natural one."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.growing import grown_called_natural
from schemas.events import CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Lab-grown rough is cut; of its polished lots one is declared natural and the others are not."""
    return grown_called_natural(event, 1)


FAULT = Fault(
    name="one_grown_stone_called_natural",
    pattern="F19",
    kind=Kind.NEAR,
    rule="SPC002",
    also=("CUS013",),
    tamper=_tamper,
    stories=frozenset({"lab_grown"}),
)
