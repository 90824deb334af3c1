"""Rough of Cote d'Ivoire that came in on the last day of the embargo."""

from __future__ import annotations

from datetime import UTC, date, datetime

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import old_purchase
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An old purchase that is entered late: it came in on 28 April 2014, the day before the embargo was lifted."""
    days = datetime(2014, 4, 25, 9, tzinfo=UTC), datetime(2014, 4, 28, 9, tzinfo=UTC)
    return old_purchase(scene, event, days)


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
