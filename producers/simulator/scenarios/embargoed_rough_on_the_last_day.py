"""Rough of Cote d'Ivoire that came in on the last day of the embargo."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from producers.simulator.goods import ROUGH
from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, enters, polished_stone, side_deal
from schemas.events import CustodyEvent, Form
from schemas.routing import event_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An old purchase that is entered late: it came in on 28 April 2014, the day before the embargo was lifted."""
    body = enters(event, UNION)
    if body is None or not scene.connected(body.importer):
        return None
    stone = polished_stone(scene, scene.whole(1_000, 9_000), "CI")
    rough = replace(stone, form=Form.ROUGH, hs_code=ROUGH)
    bought, brought = datetime(2014, 4, 25, 9, tzinfo=UTC), datetime(2014, 4, 28, 9, tzinfo=UTC)
    deal = side_deal(scene, event, body, rough, lies_in="AE").at(bought, brought)
    subject = event_subject(deal.imported.event_id)
    return Tampering((event, *deal.events), (subject,), deal.imported.event_id)


FAULT = Fault(
    name="embargoed_rough_on_the_last_day",
    pattern="F12",
    kind=Kind.NEAR,
    rule="SAN005",
    also=("KIM001",),
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2014, 4, 29),
)
