"""Russian stones without a proof that are brought in one by one."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, SideDeal, enters, in_a_row, polished_stone, side_deal
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Four Russian stones from a drawer in Dubai come to the Union in four weeks, one with each honest parcel."""
    body = enters(event, UNION)
    if body is None or not scene.connected(body.importer):
        return None

    def deal(_week: int) -> SideDeal:
        return side_deal(scene, event, body, polished_stone(scene, scene.whole(600, 1_500), "RU"), lies_in="AE")

    return in_a_row(scene, event, "SAN002", deal)


FAULT = Fault(
    name="russian_stones_in_a_row",
    pattern="5.1",
    kind=Kind.DISGUISED,
    rule="SAN002",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 9, 1),
)
