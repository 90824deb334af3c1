"""Small Russian stones that come straight from Russia, a few at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import CLOSED, SideDeal, enters, in_a_row, polished_stone, side_deal
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """In four weeks four lots of two to eight small stones come from Russia beside honest parcels; every second one
    belongs to another firm.
    """
    body = enters(event, CLOSED)
    if body is None or not scene.connected(body.importer):
        return None
    owners = body.importer, scene.stranger(body.importer).party_id

    def deal(week: int) -> SideDeal:
        stones = scene.whole(2, 8)
        melee = replace(polished_stone(scene, 100 * stones, "RU"), stones=stones)
        return side_deal(scene, event, body, melee, lies_in="RU", owner=owners[week % 2])

    return in_a_row(scene, event, "SAN001", deal)


FAULT = Fault(
    name="russian_melee_in_small_lots",
    pattern="5.1",
    kind=Kind.DISGUISED,
    rule="SAN001",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 9, 1),
)
