"""Stories that begin in a drawer: old rough and polished stock, and stones that were grown."""

from __future__ import annotations

from producers.simulator.actors import Actor
from producers.simulator.crossing import bring
from producers.simulator.cutting import cut
from producers.simulator.goods import LAB_ROUGH, POLISHED, Goods
from producers.simulator.handover import examine, sell
from producers.simulator.market import take_to_market
from producers.simulator.prices import shipment_carats
from producers.simulator.story import Story, Telling
from producers.simulator.trade import STOCK_ORIGINS, open_stock, work_up
from schemas.events import ExaminationKind, Form, LotLine, LotRegistered, RegistrationKind, Species


def tell_rough_stock(story: Story) -> Telling:
    """A trader registers what it has, has it valued, and exports it."""
    cast = story.stage.cast
    holder = _holder(story)
    origins = story.rng.sample(STOCK_ORIGINS, 2)
    lines = []
    for _ in range(story.whole(1, 4)):
        carats = shipment_carats(story.rng, 20_000_000) // 2
        lines.append(open_stock(story, holder, tuple(sorted(origins[: story.whole(1, 2)])), carats))
    goods = Goods(tuple(lines), holder, holder)
    yield story.hours(24, 240)
    examine(story, goods, holder, ExaminationKind.VALUATION)
    buyer = story.pick(cast.rough_centre(story.rng, goods.origins, holder.country).traders)
    sell(story, goods, buyer, story.whole(1000, 1100))
    yield from bring(story, goods, buyer)
    yield from work_up(story, goods)


def tell_polished_stock(story: Story) -> Telling:
    """A cutter registers polished stones and takes them to market."""
    holder = story.pick(story.stage.cast.cutting_centre(story.rng, ()).cutters)
    lines = tuple(
        _line(story, carats, stones, POLISHED, Species.NATURAL, 90_000, Form.POLISHED)
        for carats, stones in _sizes(story)
    )
    goods = _registered(story, holder, lines)
    yield story.hours(24, 240)
    yield from take_to_market(story, goods)


def tell_lab_grown(story: Story) -> Telling:
    """Grown stones are cut where they were grown and sold as what they are."""
    cast = story.stage.cast
    grower = story.pick([g for g in cast.growers if (c := cast.centre(g.country)) and c.cutters])
    centre = cast.centre(grower.country)
    lines = tuple(
        _line(story, carats * 3, stones, LAB_ROUGH, Species.LAB_GROWN, 3_000, Form.ROUGH)
        for carats, stones in _sizes(story)
    )
    goods = _registered(story, grower, lines)
    yield story.hours(24, 100)
    if centre is not None:
        cutter = story.pick(centre.cutters)
        sell(story, goods, cutter, 1000)
        yield from bring(story, goods, cutter)
        yield from cut(story, goods)
        yield from take_to_market(story, goods)


def _holder(story: Story) -> Actor:
    """A connected trader, in a country that suits the story."""
    traders = [trader for centre in story.stage.cast.centres for trader in centre.traders if trader.connected]
    return story.pick([trader for trader in traders if story.suits(trader.country)] or traders)


def _sizes(story: Story) -> list[tuple[int, int]]:
    """Weights and numbers of stones of one to four lots: half of them melee, half single stones."""
    if story.chance(500):
        return [(story.whole(300, 4_000), 1) for _ in range(story.whole(1, 4))]
    counts = [story.whole(20, 400) for _ in range(story.whole(1, 3))]
    return [(count * story.whole(20, 180), count) for count in counts]


def _line(story: Story, carats: int, stones: int, hs_code: str, species: Species, cents: int, form: Form) -> LotLine:
    origins = (story.pick(STOCK_ORIGINS),) if species is Species.NATURAL else ()
    return LotLine(
        lot_id=story.name("STOCK"),
        carats=carats,
        stones=stones,
        form=form,
        hs_code=hs_code,
        origins=origins,
        species=species,
        value_cents=carats * cents // 1000,
    )


def _registered(story: Story, holder: Actor, lines: tuple[LotLine, ...]) -> Goods:
    body = LotRegistered(RegistrationKind.OPENING_STOCK, holder.party_id, holder.party_id, None, lines)
    story.tell(holder, body, evidence=story.document("stock list", lines[0].lot_id))
    story.minutes(40, 300)
    return Goods(lines, holder, holder)
