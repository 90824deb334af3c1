"""Rough at a trading centre: mixed with stock, split, sold on, and brought to a cutter."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.actors import Actor
from producers.simulator.crossing import bring
from producers.simulator.cutting import cut
from producers.simulator.goods import ROUGH, Goods, parts, united
from producers.simulator.handover import carry, examine, sell
from producers.simulator.market import take_to_market
from producers.simulator.prices import at_price, cents_per_carat
from producers.simulator.story import Story, Telling
from schemas.events import (
    ExaminationKind,
    Form,
    LotLine,
    LotRegistered,
    LotsTransformed,
    Process,
    RegistrationKind,
    Species,
)

STOCK_ORIGINS = ("AO", "BW", "CA", "NA", "ZA", "CD", "LS")
"""Where the stones of old stock were mined."""

_LARGEST_WORKED = 2_500_000
"""Nobody cuts more than this in one go; the rest of a lot stays in stock."""


def work_up(story: Story, goods: Goods) -> Telling:
    """What a trader does with rough, up to the sale of the polished stones."""
    yield story.hours(24, 240)
    if story.turn(300):
        _mix_with_stock(story, goods)
        yield story.hours(6, 72)
    if story.turn(250):
        _split(story, goods, story.pick(range(len(goods.lines))))
        yield story.hours(6, 72)
    centre = story.stage.cast.centre(goods.holder.country)
    if centre is not None and story.chance(300):
        partner = story.pick(centre.traders)
        if partner is not goods.holder and partner is not goods.owner:
            sell(story, goods, partner, story.whole(1010, 1080))
            yield from carry(story, goods, partner)
    if not story.turn(750):
        return
    _take_some(story, goods)
    cutter = story.pick(story.stage.cast.cutting_centre(story.rng, goods.origins).cutters)
    sell(story, goods, cutter, story.whole(1020, 1100))
    yield from bring(story, goods, cutter)
    yield from cut(story, goods)
    yield from take_to_market(story, goods)


def open_stock(story: Story, holder: Actor, origins: tuple[str, ...], carats: int) -> LotLine:
    """A lot that ``holder`` had before anything was recorded; its event is told."""
    cents = cents_per_carat(story.stage.cast.reference, origins[0], story.rng)
    line = at_price(
        LotLine(
            lot_id=story.name("STOCK"),
            carats=carats,
            stones=max(1, carats // story.whole(90, 600)),
            form=Form.ROUGH,
            hs_code=ROUGH,
            origins=origins,
            species=Species.NATURAL,
            value_cents=None,
        ),
        cents,
    )
    body = LotRegistered(RegistrationKind.OPENING_STOCK, holder.party_id, holder.party_id, None, (line,))
    story.tell(holder, body, evidence=story.document("stock list", line.lot_id))
    story.minutes(40, 200)
    return line


def _mix_with_stock(story: Story, goods: Goods) -> None:
    """One of the lots and a lot from stock, of another country, become one."""
    first, *others = goods.lines
    stock = open_stock(story, goods.holder, (story.pick(STOCK_ORIGINS),), max(1_000, first.carats // 3))
    inputs = (first, stock)
    mixed = LotLine(
        lot_id=story.name("MIX"),
        carats=first.carats + stock.carats,
        stones=(first.stones or 0) + (stock.stones or 0),
        form=Form.ROUGH,
        hs_code=ROUGH,
        origins=united(inputs),
        species=Species.NATURAL,
        value_cents=(first.value_cents or 0) + (stock.value_cents or 0),
    )
    story.tell(goods.holder, LotsTransformed(Process.MIX, goods.holder.party_id, inputs, (mixed,), 0))
    goods.lines = (mixed, *others)


def _split(story: Story, goods: Goods, index: int) -> None:
    line = goods.lines[index]
    stones, carats = line.stones or 1, line.carats
    if stones < 2:
        return
    first, _ = parts(stones, 2, 1, story.rng)
    weight = carats * first // stones
    value = line.value_cents or 0
    outputs = (
        replace(line, lot_id=story.name("SPLIT"), carats=weight, stones=first, value_cents=value * weight // carats),
        replace(
            line,
            lot_id=story.name("SPLIT"),
            carats=carats - weight,
            stones=stones - first,
            value_cents=value - value * weight // carats,
        ),
    )
    story.tell(goods.holder, LotsTransformed(Process.SPLIT, goods.holder.party_id, (line,), outputs, 0))
    goods.lines = (*goods.lines[:index], *outputs, *goods.lines[index + 1 :])


def _take_some(story: Story, goods: Goods) -> None:
    """At most three lots go to the cutter, none of them too large for one order."""
    goods.lines = goods.lines[: story.whole(1, 3)]
    largest = max(range(len(goods.lines)), key=lambda i: goods.lines[i].carats)
    line = goods.lines[largest]
    if line.carats > _LARGEST_WORKED and (line.stones or 0) > 100:
        stones = max(1, (line.stones or 1) * story.whole(100, 900) // (line.carats // 1000))
        order = replace(
            line,
            lot_id=story.name("ORDER"),
            carats=line.carats * stones // (line.stones or 1),
            stones=stones,
            value_cents=(line.value_cents or 0) * stones // (line.stones or 1),
        )
        rest = replace(
            line,
            lot_id=story.name("REST"),
            carats=line.carats - order.carats,
            stones=(line.stones or 0) - stones,
            value_cents=(line.value_cents or 0) - (order.value_cents or 0),
        )
        story.tell(goods.holder, LotsTransformed(Process.SPLIT, goods.holder.party_id, (line,), (order, rest), 0))
        goods.lines = (order,)
    examine(story, goods, goods.holder, ExaminationKind.WEIGHING)
