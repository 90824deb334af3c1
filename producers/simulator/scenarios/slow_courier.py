"""A handover that takes its time."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.waiting import received_after
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Over the holidays the courier takes a week for a way inside the country that usually takes a day or two."""
    return received_after(scene, event, 7)


FAULT = Fault(name="slow_courier", pattern="4.4", kind=Kind.HONEST, rule="CUS003", tamper=_tamper)
