"""A handover that takes longer than the holidays explain."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.waiting import received_after
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A courier needs eleven days for a way inside one country that usually takes a day or two."""
    return received_after(scene, event, 11)


FAULT = Fault(name="courier_needs_eleven_days", pattern="4.4", kind=Kind.NEAR, rule="CUS003", tamper=_tamper)
