"""Goods of a firm whose name resembles a listed one."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import CLOSED, one_deal, polished_stone
from schemas.events import CustodyEvent, LotLine


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A small stone of Botswana comes in for a dealer and belongs to a firm called Kardiamant; Kardiam is listed."""

    def stone() -> LotLine:
        return polished_stone(scene, scene.whole(150, 450), "BW")

    return one_deal(scene, event, CLOSED, stone, lies_in="AE", owner="KARDIAMANT")


FAULT = Fault(
    name="owner_with_a_similar_name",
    pattern="5.2",
    kind=Kind.HONEST,
    rule="SAN006",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 1, 3),
)
