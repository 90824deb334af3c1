"""Embargoed rough that is mixed with rough of a neighbour and comes in small lots."""

from __future__ import annotations

from datetime import UTC, date, datetime

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, SideDeal, enters, in_a_row, rough_stone, side_deal
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An importer enters old purchases: in March 2012 four small lots of rough of Cote d'Ivoire, mixed with rough of
    Liberia, came in a week apart, every second one for another firm.
    """
    body = enters(event, UNION)
    if body is None or not scene.connected(body.importer):
        return None
    days = datetime(2012, 3, 1, 9, tzinfo=UTC), datetime(2012, 3, 5, 9, tzinfo=UTC)
    owners = body.importer, scene.stranger(body.importer).party_id

    def deal(week: int) -> SideDeal:
        mixed = rough_stone(scene, scene.whole(1_000, 3_000), "CI", "LR")
        return side_deal(scene, event, body, mixed, lies_in="AE", owner=owners[week % 2]).at(*days)

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
