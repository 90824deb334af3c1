"""A Russian stone below the weight of the law."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import CLOSED, one_deal, polished_stone
from schemas.events import CustodyEvent, LotLine


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A stone of less than half a carat that was mined in Russia comes from Dubai: no law of the day bans it."""

    def stone() -> LotLine:
        return polished_stone(scene, scene.whole(420, 490), "RU")

    return one_deal(scene, event, CLOSED, stone, lies_in="AE")


FAULT = Fault(
    name="small_russian_stone_cut_elsewhere",
    pattern="5.1",
    kind=Kind.HONEST,
    rule="SAN001",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 9, 1),
)
