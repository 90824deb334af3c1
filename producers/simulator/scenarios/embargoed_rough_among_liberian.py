"""Embargoed rough that is mixed with rough of a neighbour and comes in small lots."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from producers.simulator.goods import ROUGH
from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, SideDeal, enters, in_a_row, polished_stone, side_deal
from schemas.events import CustodyEvent, Form


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An importer enters old purchases: in March 2012 four small lots of rough of Cote d'Ivoire, mixed with rough of
    Liberia, came in a week apart, every second one for another firm.
    """
    body = enters(event, UNION)
    if body is None or not scene.connected(body.importer):
        return None

    bought, brought = datetime(2012, 3, 1, 9, tzinfo=UTC), datetime(2012, 3, 5, 9, tzinfo=UTC)
    owners = body.importer, scene.stranger(body.importer).party_id

    def deal(week: int) -> SideDeal:
        stone = polished_stone(scene, scene.whole(1_000, 3_000), "CI")
        rough = replace(stone, form=Form.ROUGH, hs_code=ROUGH, origins=("CI", "LR"))
        return side_deal(scene, event, body, rough, lies_in="AE", owner=owners[week % 2]).at(bought, brought)

    return in_a_row(scene, event, "SAN005", deal, by_event=True)


FAULT = Fault(
    name="embargoed_rough_among_liberian",
    pattern="F12",
    kind=Kind.DISGUISED,
    rule="SAN005",
    also=("KIM001",),
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2014, 4, 29),
)
