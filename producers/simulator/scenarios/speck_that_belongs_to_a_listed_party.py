"""A very small stone that belongs to a party whose assets are frozen."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import CLOSED, one_deal, polished_stone
from schemas.events import CustodyEvent, LotLine


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A stone of three hundredths of a carat, mined in Botswana, comes in for a dealer and belongs to Alrosa."""

    def stone() -> LotLine:
        return polished_stone(scene, 30, "BW")

    return one_deal(scene, event, CLOSED, stone, lies_in="AE", owner="RU-ALROSA")


FAULT = Fault(
    name="speck_that_belongs_to_a_listed_party",
    pattern="5.2",
    kind=Kind.NEAR,
    rule="SAN006",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 1, 3),
)
