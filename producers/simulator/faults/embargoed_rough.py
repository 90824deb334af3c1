"""Rough from the years of the embargo on Cote d'Ivoire, recorded late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from producers.simulator.goods import ROUGH
from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.sidedeal import UNION, enters, polished_stone, side_deal
from schemas.events import CustodyEvent, Form
from schemas.routing import event_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An importer enters an old purchase into the record: rough of Cote d'Ivoire, brought in during the embargo."""
    body = enters(event, UNION)
    if body is None or not scene.connected(body.importer):
        return None
    stone = polished_stone(scene, scene.whole(1_000, 9_000), "CI")
    rough = replace(stone, form=Form.ROUGH, hs_code=ROUGH)
    bought, brought = datetime(2012, 3, 1, 9, tzinfo=UTC), datetime(2012, 3, 5, 9, tzinfo=UTC)
    deal = side_deal(scene, event, body, rough, lies_in="AE").at(bought, brought)
    subject = event_subject(deal.imported.event_id)
    return Tampering((event, *deal.events), (subject,), deal.imported.event_id)


FAULT = Fault(
    name="embargoed_rough",
    rule="SAN005",
    tamper=_tamper,
    also=("KIM001",),
    stories=frozenset({"polished_stock"}),
    since=date(2014, 4, 29),
)
