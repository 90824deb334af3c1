"""Polished stones: screened, graded, put together as melee, sold across borders, set and sold to the public."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.actors import Actor
from producers.simulator.crossing import bring
from producers.simulator.goods import Goods
from producers.simulator.handover import carry, sell
from producers.simulator.story import Story, Telling
from schemas.events import (
    ExaminationKind,
    LotExamined,
    LotLine,
    LotRetired,
    LotsTransformed,
    Process,
    RetirementReason,
    Species,
)

_MELEE_BELOW = 300
"""Stones under 0.3 ct are traded as melee."""


def take_to_market(story: Story, goods: Goods) -> Telling:
    """From the polishing wheel, or a dealer's drawer, to the customer."""
    if len(goods.lines) > 1 and all(_small(line) for line in goods.lines):
        _put_together(story, goods)
        yield story.hours(4, 40)
    yield from _inspect(story, goods)
    yield story.hours(24, 200)
    retailer = story.pick(story.stage.cast.polished_centre(story.rng, goods.origins).retailers)
    sell(story, goods, retailer, story.whole(1050, 1300))
    yield from bring(story, goods, retailer)
    yield story.hours(24, 500)
    for line in goods.lines[: story.whole(1, 3)]:
        _retire(story, goods.holder, line)
        yield story.hours(2, 100)


def _small(line: LotLine) -> bool:
    return line.carats // (line.stones or 1) < _MELEE_BELOW


def _put_together(story: Story, goods: Goods) -> None:
    melee = replace(
        goods.lines[0],
        lot_id=story.name("MELEE"),
        carats=goods.carats,
        stones=sum(line.stones or 1 for line in goods.lines),
        origins=goods.origins,
        value_cents=goods.value_cents,
    )
    story.tell(goods.holder, LotsTransformed(Process.MIX, goods.holder.party_id, goods.lines, (melee,), 0))
    goods.lines = (melee,)


def _inspect(story: Story, goods: Goods) -> Telling:
    """To the laboratory of the country and back; where there is none the holder screens with its own device."""
    centre = story.stage.cast.centre(goods.holder.country)
    laboratory = centre.laboratory if centre else None
    if laboratory is None or story.chance(300):
        for number, line in enumerate(goods.lines):
            if number < 2 or _small(line):
                _screen(story, goods.holder, line)
        return
    home = goods.holder
    yield from carry(story, goods, laboratory)
    yield story.hours(48, 600)
    for number, line in enumerate(goods.lines):
        if _small(line):
            _screen(story, laboratory, line)
        elif number < 3:
            report = story.name("REPORT")
            body = LotExamined(ExaminationKind.GRADING, laboratory.party_id, report, line, None, None)
            story.tell(laboratory, body, evidence=story.document("grading report", report))
            story.minutes(40, 300)
    yield from carry(story, goods, home)


def _screen(story: Story, examiner: Actor, line: LotLine) -> None:
    """Every stone is screened; in a lot declared natural nothing is found, in a lab-grown lot everything."""
    stones = line.stones or 1
    found = stones if line.species is Species.LAB_GROWN else 0
    story.tell(examiner, LotExamined(ExaminationKind.SCREENING, examiner.party_id, None, line, stones, found))
    story.minutes(40, 300)


def _retire(story: Story, holder: Actor, line: LotLine) -> None:
    point = story.whole(1, 100)
    reason = (
        RetirementReason.SET_IN_JEWELLERY
        if point <= 65
        else RetirementReason.SOLD_TO_PUBLIC
        if point <= 97
        else RetirementReason.LOST
    )
    story.tell(holder, LotRetired(reason, holder.party_id, line))
