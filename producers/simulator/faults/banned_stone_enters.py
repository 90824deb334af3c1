"""A Russian stone that comes straight from Russia."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.sidedeal import CLOSED, one_deal, polished_stone
from schemas.events import CustodyEvent, LotLine


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A stone of more than a carat, mined and cut in Russia, comes from there beside an honest shipment."""

    def stone() -> LotLine:
        return polished_stone(scene, scene.whole(1_050, 3_000), "RU")

    return one_deal(scene, event, CLOSED, stone, lies_in="RU")


FAULT = Fault(
    name="banned_stone_enters",
    rule="SAN001",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 9, 1),
)
