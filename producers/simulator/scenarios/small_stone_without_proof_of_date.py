"""A Russian stone just above the weight of the law, of which nobody knows when it left Russia."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, one_deal, polished_stone
from schemas.events import CustodyEvent, LotLine


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A stone of little more than half a carat, mined in Russia, comes from Dubai to the Union without a proof."""

    def stone() -> LotLine:
        return polished_stone(scene, scene.whole(510, 560), "RU")

    return one_deal(scene, event, UNION, stone, lies_in="AE")


FAULT = Fault(
    name="small_stone_without_proof_of_date",
    pattern="5.1",
    kind=Kind.NEAR,
    rule="SAN002",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 9, 1),
)
