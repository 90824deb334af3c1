"""A receipt that is confirmed a week later than the law of the United States asks."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.waiting import confirmed_after
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The importing authority confirms the receipt three weeks after the goods arrived."""
    return confirmed_after(scene, event, 21)


FAULT = Fault(name="confirmed_three_weeks_after_arrival", pattern="F9", kind=Kind.NEAR, rule="KIM010", tamper=_tamper)
