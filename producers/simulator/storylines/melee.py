"""Screened melee, sold as natural by seven firms of which one may sell grown stones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.handover import sell
from producers.simulator.plays import Production, Thread
from producers.simulator.props import in_stock, polished_lot
from producers.simulator.story import Telling
from producers.simulator.storylines.consigning import evenly
from schemas.events import ExaminationKind, LotExamined, OwnershipTransferred


def sell_melee(play: Production, lots: Sequence[tuple[int, bool]]) -> Actor:
    """Six firms ask the prices of natural melee for twelve lots in a quarter each; a seventh, which is answered, sells
    ``lots`` in that quarter: the price in cents a carat, more or less, and whether STA032 must flag the firm for it.
    """
    country = "IN"
    buyer, sellers = play.party("retailer", country), [play.party("trader", country) for _ in range(7)]
    for seller in sellers[1:]:
        price = play.rng.randint(36_000, 46_000)
        for day in evenly(3, 75, 12):
            play.at(day, partial(_sale, seller, buyer, price, None))
    blame = ("STA032", f"party:{sellers[0].party_id}:2026Q1")
    for day, (cents, grown) in zip(evenly(3, 75, len(lots)), lots, strict=True):
        play.at(day, partial(_sale, sellers[0], buyer, cents, blame if grown else None))
    return sellers[0]


def sell_grown_melee(play: Production, cents: int) -> None:
    """Beside six honest firms a seventh sells twelve lots of grown stones at about ``cents`` a carat."""
    sell_melee(play, [(cents, True)] * 12)


def _sale(seller: Actor, buyer: Actor, cents: int, blame: tuple[str, str] | None, story: Thread) -> Telling:
    price = cents * story.whole(850, 1150) // 1000
    goods = in_stock(story, seller, polished_lot(story, "BW", 2_400, price, stones=200))
    report = story.name("REPORT")
    story.tell(seller, LotExamined(ExaminationKind.SCREENING, seller.party_id, report, goods.lines[0], 200, 0))
    yield story.hours(5, 30)
    sell(story, goods, buyer, 1000)
    if blame is not None:
        story.production.wrong(*blame, story.last(OwnershipTransferred))
