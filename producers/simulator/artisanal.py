"""From diggers by hand to a trading centre: single stones, collectors, a buying house that mixes, export."""

from __future__ import annotations

from producers.simulator.actors import Actor
from producers.simulator.cast import Digging
from producers.simulator.crossing import bring
from producers.simulator.goods import ROUGH, Goods, united
from producers.simulator.handover import carry, examine, meet, sell
from producers.simulator.licensing import permit, pit
from producers.simulator.prices import at_price, cents_per_carat, stone_carats
from producers.simulator.story import Story, Telling
from producers.simulator.trade import work_up
from schemas.documents import PURCHASE_SLIP
from schemas.events import (
    Evidence,
    ExaminationKind,
    Form,
    LotLine,
    LotRegistered,
    LotSealed,
    LotsTransformed,
    Process,
    RegistrationKind,
    Species,
)


def tell_artisanal(story: Story) -> Telling:
    """Diggers find, a collector buys from each, a buying house mixes, the authority values and certifies."""
    cast = story.stage.cast
    digging = story.pick([d for d in cast.diggings if story.suits(d.site.iso2)] or cast.diggings)
    cents = cents_per_carat(cast.reference, digging.site.iso2, story.rng)
    collector = story.pick(digging.collectors)
    bought: list[LotLine] = []
    slips: list[Evidence] = []
    for digger in story.rng.sample(digging.diggers, story.whole(2, 5)):
        find = _find(story, digging, digger)
        yield story.hours(3, 60)
        find.lines = tuple(at_price(line, cents) for line in find.lines)
        slips += _slip(story, find)
        sell(story, find, collector, story.whole(550, 750), tuple(slips[-1:]))
        meet(story, find, collector)
        bought += find.lines
    goods = Goods(tuple(bought), collector, collector)
    _seal(story, goods)
    yield story.hours(10, 90)
    sell(story, goods, digging.house, story.whole(1150, 1300))
    yield from carry(story, goods, digging.house)
    _mix(story, goods, tuple(slips))
    yield story.hours(6, 60)
    examine(story, goods, cast.authority(digging.site.iso2), ExaminationKind.VALUATION)
    buyer = story.pick(cast.rough_centre(story.rng, goods.origins, digging.site.iso2).traders)
    sell(story, goods, buyer, story.whole(1050, 1250))
    yield from bring(story, goods, buyer)
    yield from work_up(story, goods)


def _find(story: Story, digging: Digging, digger: Actor) -> Goods:
    median = 250 if digging.site.iso2 == "CD" else 600
    lines = tuple(
        LotLine(
            lot_id=story.name(digging.site.site_id),
            carats=stone_carats(story.rng, median),
            stones=1,
            form=Form.ROUGH,
            hs_code=ROUGH,
            origins=(digging.site.iso2,),
            species=Species.NATURAL,
            value_cents=None,
        )
        for _ in range(story.whole(1, 3))
    )
    body = LotRegistered(RegistrationKind.MINED, digger.party_id, digger.party_id, permit(digger.party_id), lines)
    story.tell(digger, body, pit(digging, story.rng))
    return Goods(lines, digger, digger)


def _slip(story: Story, find: Goods) -> tuple[Evidence, ...]:
    """The buyer's slip for what it buys from one digger; buyer and seller keep it."""
    carats = f"{find.carats // 1000}.{find.carats % 1000:03d}"
    stated = f"slip={story.name('SLIP')}; permit={permit(find.owner.party_id)}; carats={carats}"
    return story.document(PURCHASE_SLIP, stated)


def _seal(story: Story, goods: Goods) -> None:
    """The collector closes its bag, long after the last stone was logged."""
    story.minutes(20, 60)
    lot_ids = tuple(line.lot_id for line in goods.lines)
    story.tell(goods.holder, LotSealed(story.name("BAG"), goods.holder.party_id, lot_ids))


def _mix(story: Story, goods: Goods, slips: tuple[Evidence, ...]) -> None:
    """All stones into one parcel, with the slips of all who found them."""
    parcel = LotLine(
        lot_id=story.name("PARCEL"),
        carats=goods.carats,
        stones=sum(line.stones or 0 for line in goods.lines),
        form=Form.ROUGH,
        hs_code=ROUGH,
        origins=united(goods.lines),
        species=Species.NATURAL,
        value_cents=goods.value_cents,
    )
    story.tell(
        goods.holder, LotsTransformed(Process.MIX, goods.holder.party_id, goods.lines, (parcel,), 0), None, slips
    )
    goods.lines = (parcel,)
    story.minutes(40, 300)
