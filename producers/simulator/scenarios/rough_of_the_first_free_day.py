"""Rough of Cote d'Ivoire that came in when the embargo had ended."""

from __future__ import annotations

from datetime import UTC, date, datetime

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, enters, rough_stone, side_deal
from schemas.events import CustodyEvent
from schemas.routing import event_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An old purchase that is entered late: rough of Cote d'Ivoire, free since that morning, was brought from a country
    of the Union to another one on 29 April 2014.
    """
    body = enters(event, UNION)
    if body is None or not scene.connected(body.importer):
        return None
    days = datetime(2014, 4, 29, 7, tzinfo=UTC), datetime(2014, 4, 29, 15, tzinfo=UTC)
    lies_in = "BE" if body.to_country != "BE" else "FR"
    stone = rough_stone(scene, scene.whole(1_000, 9_000), "CI")
    deal = side_deal(scene, event, body, stone, lies_in=lies_in).at(*days)
    return Tampering((event, *deal.events), (event_subject(deal.imported.event_id),), deal.imported.event_id)


FAULT = Fault(
    name="rough_of_the_first_free_day",
    pattern="F15",
    kind=Kind.HONEST,
    rule="SAN005",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2014, 4, 29),
)
