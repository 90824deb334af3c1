"""Consignments: goods that a party has, sells and sends, once or on from one place to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.crossing import bring
from producers.simulator.goods import ROUGH, Goods
from producers.simulator.handover import sell
from producers.simulator.plays import Production, Thread
from producers.simulator.props import in_stock, mined
from producers.simulator.story import Telling
from schemas.events import CustodyReceived, Form, LotLine, ShipmentExported, Species


@dataclass(frozen=True, slots=True)
class Ware:
    """What a consignment holds: natural rough in lots of about ``carats`` thousandths at about ``cents`` a carat.

    Weights differ by a fifth, prices by ``spread`` per mille. Stones are counted, of ``stone`` thousandths on average.
    """

    origins: tuple[str, ...]
    carats: int
    cents: int
    lots: int = 1
    stone: int = 500
    hs_code: str = ROUGH
    spread: int = 100

    def lines(self, story: Thread) -> tuple[LotLine, ...]:
        """The lots."""
        return tuple(self._line(story) for _ in range(self.lots))

    def _line(self, story: Thread) -> LotLine:
        carats = self.carats * story.whole(800, 1200) // 1000
        cents = self.cents * story.whole(1000 - self.spread, 1000 + self.spread) // 1000
        return LotLine(
            lot_id=story.name("LOT"),
            carats=carats,
            stones=max(1, carats // self.stone),
            form=Form.ROUGH,
            hs_code=self.hs_code,
            origins=self.origins,
            species=Species.NATURAL,
            value_cents=max(1, carats * cents // 1000),
        )


Blame = tuple[str, str]
"""A rule and what it must flag; None where nothing is wrong."""


def consign(seller: Actor, buyer: Actor, ware: Ware, story: Thread, *, blame: Blame | None = None) -> Telling:
    """``seller`` has goods in stock, sells them, and sends them to ``buyer``."""
    yield from pass_on(seller, ware, ((buyer, 1000, 24),), story, blame=blame)


def pass_on(
    seller: Actor, ware: Ware, stops: tuple[tuple[Actor, int, int], ...], story: Thread, *, blame: Blame | None = None
) -> Telling:
    """``seller`` has goods in stock; each of ``stops`` buys them at so many per mille after so many hours."""
    yield from forward(story, in_stock(story, seller, *ware.lines(story)), stops, blame=blame)


def mine_and_send(miner: Actor, buyer: Actor, ware: Ware, story: Thread, *, blame: Blame | None = None) -> Telling:
    """``miner`` registers what it has mined, sells it, and sends it to ``buyer``."""
    yield from forward(story, mined(story, miner, *ware.lines(story)), ((buyer, 1000, 24),), blame=blame)


def mine_of_a_year(play: Production, country: str, capacity: int, carats: int) -> None:
    """A mine that can yield ``capacity`` carats a year registers and sends a parcel of about ``carats`` thousandths in
    each month; STA005 must flag it.
    """
    site = play.site(country, "mine", capacity=capacity)
    miner, buyer = play.party("miner", country, site=site), play.party("trader", "AE")
    play.consequence("STA006", f"country:{country}")
    tell = partial(
        mine_and_send, miner, buyer, Ware((country,), carats, 15_000), blame=("STA005", f"site:{site.site_id}")
    )
    for day in evenly(5, 340, 12):
        play.at(day, tell)


def hoard_and_send(
    miner: Actor, buyer: Actor, ware: Ware, days: int, story: Thread, *, blame: Blame | None = None
) -> Telling:
    """``miner`` registers what it has mined, and sells and sends it so many days later."""
    yield from forward(story, mined(story, miner, *ware.lines(story)), ((buyer, 1000, 24 * days),), blame=blame)


def forward(
    story: Thread, goods: Goods, stops: tuple[tuple[Actor, int, int], ...], *, blame: Blame | None = None
) -> Telling:
    """Sell goods and bring them to one party after the other; each keeps them for the hours of the next stop."""
    for buyer, per_mille, hours in stops:
        yield story.hours(hours, hours + max(1, hours // 4))
        sell(story, goods, buyer, per_mille)
        yield from bring(story, goods, buyer)
    if blame is not None:
        story.production.wrong(*blame, story.last(ShipmentExported))


def pass_through(
    seller: Actor, hub: Actor, far: Actor, ware: Ware, hours: int, story: Thread, *, blame: Blame | None = None
) -> Telling:
    """Goods that ``hub`` sells and sends on so many hours after it got them; the arrival is confirmed meanwhile."""
    goods = in_stock(story, seller, *ware.lines(story))
    sell(story, goods, hub, 1000)
    arrival = bring(story, goods, hub)
    for wake in arrival:
        if goods.holder is hub:
            break
        yield wake
    story.now = story.last(CustodyReceived).occurred_at - hub.clock
    yield story.hours(hours, hours + 2)
    yield from forward(story, goods, ((far, 1040, 1),), blame=blame)
    yield from arrival


def pass_through_in(play: Production, country: str, days: Sequence[float], lots: int, hours: int, quarter: str) -> None:
    """Parcels pass through a firm of ``country``, which keeps them for so many hours; STA017 must flag it."""
    hub = play.party("trader", country)
    source, far = play.party("trader", "GH"), play.party("trader", "IN")
    ware, blame = Ware(("GH",), 500_000, 10_000, lots=lots), ("STA017", f"country:{country}:{quarter}")
    for day in days:
        play.at(day, partial(pass_through, source, hub, far, ware, hours, blame=blame))


def declared_as(play: Production, cents: int, hs_code: str) -> None:
    """A dealer of Ghana exports six parcels at ``cents`` a carat under a wrong code; STA014 must flag it."""
    seller, buyer = play.party("trader", "GH"), play.party("trader", "IN")
    blame = ("STA014", f"party:{seller.party_id}:{hs_code}:*")
    for day in evenly(10, 70, 6):
        play.at(day, partial(consign, seller, buyer, Ware(("GH",), 40_000, cents, hs_code=hs_code), blame=blame))


def trade(
    play: Production,
    sellers: Sequence[Actor],
    buyers: Sequence[Actor],
    ware: Ware,
    days: Sequence[float],
    blame: Blame | None = None,
) -> None:
    """A consignment on each of ``days``, from the sellers in turn to the buyers in turn."""
    for n, day in enumerate(days):
        play.at(day, partial(consign, sellers[n % len(sellers)], buyers[n % len(buyers)], ware, blame=blame))


def evenly(first: float, last: float, count: int) -> list[float]:
    """``count`` days from ``first`` to ``last``, the same time apart."""
    return [first + (last - first) * n / max(1, count - 1) for n in range(count)]


def quarter_of(story: Thread) -> str:
    """The quarter of the present instant, as ``2026Q1``."""
    return f"{story.now.year}Q{(story.now.month + 2) // 3}"
