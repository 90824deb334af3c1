"""At the cutter's: large stones are sawn, then everything is cut and polished, weeks later, at ordinary yields."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.goods import LAB_POLISHED, POLISHED, Goods
from producers.simulator.story import Story, Telling
from schemas.events import Form, LotLine, LotsTransformed, Process, Species

_SAWN_ABOVE = 900
"""A stone above 0.9 ct is worth sawing."""


def cut(story: Story, goods: Goods) -> Telling:
    """Rough in, polished out; what is lost is declared."""
    yield story.hours(24, 160)
    if story.chance(400):
        goods.lines = tuple(piece for line in goods.lines for piece in _saw(story, goods, line))
        yield story.hours(48, 240)
    yield story.hours(24 * 20, 24 * 60)
    outputs = tuple(_polished(story, line) for line in goods.lines)
    loss = goods.carats - sum(line.carats for line in outputs)
    story.tell(goods.holder, LotsTransformed(Process.CUT_AND_POLISH, goods.holder.party_id, goods.lines, outputs, loss))
    goods.lines = outputs
    story.minutes(60, 600)


def _saw(story: Story, goods: Goods, line: LotLine) -> tuple[LotLine, ...]:
    """Two pieces of every stone, about 3 % sawdust; small stones stay whole."""
    stones = line.stones or 1
    if line.carats // stones < _SAWN_ABOVE:
        return (line,)
    loss = line.carats * story.whole(20, 40) // 1000
    large = (line.carats - loss) * story.whole(520, 680) // 1000
    value = line.value_cents or 0
    pieces = (
        replace(line, lot_id=story.name("SAWN"), carats=large, stones=stones, value_cents=value * 6 // 10),
        replace(
            line,
            lot_id=story.name("SAWN"),
            carats=line.carats - loss - large,
            stones=stones,
            value_cents=value - value * 6 // 10,
        ),
    )
    story.tell(goods.holder, LotsTransformed(Process.SAW, goods.holder.party_id, (line,), pieces, loss))
    story.minutes(60, 300)
    return pieces


def _polished(story: Story, rough: LotLine) -> LotLine:
    """40 to 45 % of the weight, worth about twice the rough."""
    return replace(
        rough,
        lot_id=story.name("POL"),
        carats=max(1, rough.carats * story.whole(405, 445) // 1000),
        form=Form.POLISHED,
        hs_code=LAB_POLISHED if rough.species is Species.LAB_GROWN else POLISHED,
        value_cents=(rough.value_cents or 0) * story.whole(1500, 2300) // 1000,
    )
