"""Russian stones without a proof that are brought in one by one."""

from __future__ import annotations

from datetime import date, timedelta

from producers.simulator.injection import Expected, Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, enters, polished_stone, side_deal
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Four Russian stones from a drawer in Dubai come to the Union in four weeks, one with each honest parcel."""
    body = enters(event, UNION)
    if body is None or not scene.connected(body.importer):
        return None
    deals = []
    for week in range(4):
        stone = polished_stone(scene, scene.whole(600, 1_500), "RU")
        deal = side_deal(scene, event, body, stone, lies_in="AE")
        apart = timedelta(days=7 * week)
        deals.append((scene.later(deal.registered, apart), scene.later(deal.imported, apart), deal.subject))
    events = [told for registered, imported, _ in deals for told in (registered, imported)]
    (_, first, subject), *others = deals
    further = tuple(Expected("SAN002", lot, imported.event_id) for _, imported, lot in others)
    return Tampering((event, *events), (subject,), first.event_id, further=further)


FAULT = Fault(
    name="russian_stones_in_a_row",
    pattern="5.1",
    kind=Kind.DISGUISED,
    rule="SAN002",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 9, 1),
)
