"""Rough from the years of the embargo on Cote d'Ivoire, recorded late."""

from __future__ import annotations

from datetime import UTC, date, datetime

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.sidedeal import old_purchase
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An importer enters an old purchase into the record: rough of Cote d'Ivoire, brought in during the embargo."""
    days = datetime(2012, 3, 1, 9, tzinfo=UTC), datetime(2012, 3, 5, 9, tzinfo=UTC)
    return old_purchase(scene, event, days)


FAULT = Fault(
    name="embargoed_rough",
    rule="SAN005",
    tamper=_tamper,
    also=("KIM001",),
    stories=frozenset({"polished_stock"}),
    since=date(2014, 4, 29),
)
