"""From an industrial mine to a trading centre: recovery, sorting house, valuation, tender, export."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.cast import Mine
from producers.simulator.crossing import bring
from producers.simulator.goods import ROUGH, UNSORTED, Goods, divided
from producers.simulator.handover import carry, examine, sell
from producers.simulator.licensing import mine_licence
from producers.simulator.prices import at_price, cents_per_carat, shipment_carats
from producers.simulator.story import Story, Telling
from producers.simulator.trade import work_up
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
from schemas.reference.records import Site

_LONGEST = timedelta(days=10)
"""A parcel holds at most what came out of the mine since the parcel before it, and never more than this."""


def tell_mine(story: Story) -> Telling:
    """Run-of-mine parcels are sorted, valued, sold at a tender, exported, and worked up at their destination."""
    cast = story.stage.cast
    mine = cast.mine(story.rng)
    goods = _recover(story, mine)
    examine(story, goods, mine.operator, ExaminationKind.WEIGHING)
    yield story.hours(12, 72)
    yield from carry(story, goods, mine.house)
    _sort(story, goods)
    yield story.hours(4, 48)
    for index in range(min(2, len(goods.lines))):
        examine(story, goods, cast.authority(mine.site.iso2), ExaminationKind.VALUATION, index)
    yield story.hours(24, 120)
    buyer = story.pick(cast.rough_centre(story.rng, goods.origins, mine.site.iso2).traders)
    sell(story, goods, buyer, story.whole(980, 1120))
    yield from bring(story, goods, buyer)
    yield from work_up(story, goods)


def _recover(story: Story, mine: Mine) -> Goods:
    site = mine.site
    total = shipment_carats(story.rng, _recovered(story, site))
    cents = cents_per_carat(story.stage.cast.reference, site.iso2, story.rng)
    whole = LotLine(
        lot_id="",
        carats=total,
        stones=max(1, total // story.whole(80, 350)),
        form=Form.ROUGH,
        hs_code=UNSORTED,
        origins=(site.iso2,),
        species=Species.NATURAL,
        value_cents=None,
    )
    names = [story.name(site.site_id) for _ in range(story.whole(1, 2))]
    lines = tuple(at_price(line, cents) for line in divided(whole, names, story.rng))
    body = LotRegistered(
        RegistrationKind.MINED, mine.operator.party_id, mine.operator.party_id, mine_licence(site), lines
    )
    story.tell(mine.operator, body, evidence=story.document("production record", lines[0].lot_id))
    story.minutes(40, 300)
    return Goods(lines, mine.operator, mine.operator)


def _recovered(story: Story, site: Site) -> int:
    """Output of ``site`` since its last parcel, in thousandths of a carat: no mine yields more than its capacity."""
    last = story.stage.mined.get(site.site_id, story.now - _LONGEST)
    story.stage.mined[site.site_id] = story.now
    time = min(_LONGEST, max(timedelta(0), story.now - last))
    return (site.capacity_ct_per_year or 0) * 1000 * (time // timedelta(seconds=1)) // (365 * 86_400)


def _sort(story: Story, goods: Goods) -> None:
    """The sorting house makes assortments; the coarser ones are worth more a carat, the sum stays as it is."""
    outputs: list[LotLine] = []
    for line in goods.lines:
        names = [story.name("SORT") for _ in range(story.whole(1, 3))]
        outputs += divided(replace(line, hs_code=ROUGH if story.chance(800) else UNSORTED), names, story.rng)
    body = LotsTransformed(Process.SORT, goods.holder.party_id, goods.lines, tuple(outputs), 0)
    story.tell(goods.holder, body)
    goods.lines = tuple(outputs)
    story.minutes(40, 300)
