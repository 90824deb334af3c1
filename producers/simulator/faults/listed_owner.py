"""Goods that belong to a party whose assets are frozen."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.sidedeal import CLOSED, one_deal, polished_stone
from schemas.events import CustodyEvent, LotLine


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A small stone mined in Botswana comes in for a dealer, and belongs to Alrosa."""

    def stone() -> LotLine:
        return polished_stone(scene, scene.whole(150, 450), "BW")

    return one_deal(scene, event, CLOSED, stone, lies_in="AE", owner="RU-ALROSA")


FAULT = Fault(
    name="listed_owner",
    rule="SAN006",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 1, 3),
)
