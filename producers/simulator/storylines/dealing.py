"""A dealer who exports a lot of its own country now and then, with a licence or without."""

from __future__ import annotations

from producers.simulator.actors import Actor
from producers.simulator.crossing import bring
from producers.simulator.handover import sell
from producers.simulator.plays import Thread
from producers.simulator.props import in_stock, rough_lot
from producers.simulator.story import Telling


def export_stock(
    dealer: Actor, buyer: Actor, story: Thread, *, blamed: bool, carats: tuple[int, int] = (20_000, 60_000)
) -> Telling:
    """``dealer`` has a lot of ``carats`` thousandths in stock, sells it and sends it; LIC003 is asked about it if
    ``blamed``.
    """
    goods = in_stock(story, dealer, rough_lot(story, dealer.country, story.whole(*carats), 12_000))
    yield story.hours(10, 40)
    sell(story, goods, buyer, 1000)
    if blamed:
        story.production.wrong("LIC003", f"lot:{goods.lines[0].lot_id}", story.told[-1])
    yield from bring(story, goods, buyer)
