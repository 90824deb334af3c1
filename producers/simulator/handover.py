"""Sales and handovers: what happens between two parties wherever they are."""

from __future__ import annotations

from datetime import date

from producers.simulator.actors import Actor
from producers.simulator.goods import Goods, priced, weighed
from producers.simulator.story import Story, Telling
from schemas.events import (
    CustodyReceived,
    CustodyReleased,
    Evidence,
    ExaminationKind,
    LotExamined,
    OwnershipTransferred,
)

WARRANTY_2003 = (
    "Bought from legitimate sources not involved in funding conflict and in compliance with United Nations "
    "resolutions; the seller guarantees that these diamonds are conflict free, by knowledge or written guarantee."
)
"""What sellers declared at first, in short."""

WARRANTY = (
    "Bought from legitimate sources not involved in funding conflict, in compliance with United Nations resolutions "
    "and corresponding national laws; the seller confirms adherence to the WDC SoW Guidelines."
)
"""What sellers declare since the scheme replaced its older statement, in short."""

_REPLACED = date(2021, 9, 21)


def warranty_on(day: date) -> str:
    """What an honest seller declares on ``day``."""
    return WARRANTY if day >= _REPLACED else WARRANTY_2003


def sell(story: Story, goods: Goods, buyer: Actor, per_mille: int, papers: tuple[Evidence, ...] = ()) -> None:
    """The owner sells to ``buyer`` at ``per_mille`` of the last value, with these papers beside the invoice.

    The goods stay where they are.
    """
    if buyer is goods.owner:
        return
    goods.lines = priced(goods.lines, per_mille)
    invoice = story.name("INV")
    warranty = warranty_on(story.now.date())
    body = OwnershipTransferred(invoice, goods.owner.party_id, buyer.party_id, warranty, goods.lines)
    story.tell(goods.owner, body, goods.holder.place, (*story.document("invoice", invoice), *papers))
    goods.owner = buyer
    story.minutes(30, 90)


def examine(story: Story, goods: Goods, examiner: Actor, kind: ExaminationKind, index: int = 0) -> None:
    """``examiner`` looks at one lot where it is."""
    line = goods.lines[index]
    if kind is ExaminationKind.WEIGHING:
        line = weighed(line, story.rng)
    story.tell(examiner, LotExamined(kind, examiner.party_id, None, line, None, None), goods.holder.place)
    story.minutes(35, 90)


def release(story: Story, goods: Goods, to: Actor, seals: tuple[str, ...] = (), carrier: str | None = None) -> str:
    """The holder hands over; the id of the handover."""
    handover = story.name("H")
    holder = goods.holder
    story.tell(holder, CustodyReleased(handover, holder.party_id, to.party_id, carrier, seals, goods.lines))
    return handover


def receive(story: Story, goods: Goods, to: Actor, handover: str, seals: tuple[str, ...] = ()) -> None:
    """``to`` takes over and weighs. One that is not connected says nothing, and nothing more is heard of the goods."""
    if not to.connected:
        story.ended = True
        return
    goods.lines = tuple(weighed(line, story.rng) for line in goods.lines)
    story.tell(to, CustodyReceived(handover, goods.holder.party_id, to.party_id, seals, goods.lines), to.place)
    goods.holder = to


def meet(story: Story, goods: Goods, to: Actor) -> None:
    """Both parties stand at the same table; only their clocks disagree."""
    handover = release(story, goods, to)
    story.minutes(1, 2)
    receive(story, goods, to, handover)
    story.minutes(45, 120)


def carry(story: Story, goods: Goods, to: Actor) -> Telling:
    """Handover inside a country, by carrier."""
    if to is goods.holder:
        return
    handover = release(story, goods, to, (), story.pick(story.stage.cast.carriers))
    yield story.hours(3, 60)
    receive(story, goods, to, handover)
    yield story.hours(1, 12)
