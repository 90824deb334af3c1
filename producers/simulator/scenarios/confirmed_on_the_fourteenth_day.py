"""A receipt that is confirmed within the fifteen days of the law."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.waiting import confirmed_after
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The importing authority confirms the receipt two weeks after the goods arrived."""
    return confirmed_after(scene, event, 14)


FAULT = Fault(
    name="confirmed_on_the_fourteenth_day",
    pattern="F9",
    kind=Kind.HONEST,
    rule="KIM010",
    tamper=_tamper,
)
