"""Goods of frozen parties that are brought in one by one."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import CLOSED, SideDeal, enters, in_a_row, polished_stone, side_deal
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Four small stones of Botswana come in with honest parcels in four weeks; two belong to Alrosa, two to Kardiam."""
    body = enters(event, CLOSED)
    if body is None or not scene.connected(body.importer):
        return None
    owners = "RU-ALROSA", "KARDIAM"

    def deal(week: int) -> SideDeal:
        stone = polished_stone(scene, scene.whole(150, 450), "BW")
        return side_deal(scene, event, body, stone, lies_in="AE", owner=owners[week % 2])

    return in_a_row(scene, event, "SAN006", deal)


FAULT = Fault(
    name="goods_of_listed_parties_in_a_row",
    pattern="5.2",
    kind=Kind.DISGUISED,
    rule="SAN006",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 1, 3),
)
