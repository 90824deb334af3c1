"""Scales and screening: lots that change hands at home, what is lost on the way, and what laboratories find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.handover import carry
from producers.simulator.plays import Production, Thread
from producers.simulator.props import in_stock, polished_lot
from producers.simulator.story import Telling
from producers.simulator.storylines.bending import bent
from producers.simulator.storylines.consigning import Ware
from schemas.events import CustodyEvent, CustodyReceived, ExaminationKind, LotExamined


def delivery(
    sender: Actor, receiver: Actor, ware: Ware, story: Thread, *, blame: tuple[tuple[str, str], ...] = ()
) -> Telling:
    """Lots from stock go to a party at home, which weighs them; nothing more is heard of them."""
    goods = in_stock(story, sender, *ware.lines(story))
    yield story.hours(4, 20)
    yield from carry(story, goods, receiver)
    for rule, subject in blame:
        story.production.wrong(rule, subject, story.last(CustodyReceived))


def lighter(thousandths: int, of_ten: int = 10) -> Callable[[CustodyEvent], CustodyEvent]:
    """At the receipt so many thousandths of a carat are missing of so many lots of ten."""

    def bend(event: CustodyEvent) -> CustodyEvent:
        body = event.body
        if not isinstance(body, CustodyReceived):
            return event
        lines = tuple(
            replace(line, carats=line.carats - thousandths) if n % 10 < of_ten else line
            for n, line in enumerate(body.lines)
        )
        return replace(event, body=replace(body, lines=lines))

    return bend


def thieving(
    play: Production,
    sender: Actor,
    thief: Actor,
    ware: Ware,
    days: list[float],
    bend: Callable[..., CustodyEvent],
    *rules: str,
) -> None:
    """Deliveries of which ``thief`` keeps a little each time, for which each of ``rules`` must flag it."""
    for day in days:
        blame = tuple((rule, f"party:{thief.party_id}{':*' if rule == 'STA018' else ''}") for rule in rules)
        play.at(day, bent(bend, partial(delivery, sender, thief, ware, blame=blame)))


def screening(
    owner: Actor, laboratory: Actor, stones: int, grown: int, story: Thread, *, blame: tuple[str, str] | None = None
) -> Telling:
    """A lot of natural melee of ``owner`` is screened, and so many of its stones turn out to be grown."""
    goods = in_stock(story, owner, polished_lot(story, "BW", stones * 12, 40_000, stones=stones))
    yield story.hours(10, 60)
    body = LotExamined(
        ExaminationKind.SCREENING, laboratory.party_id, story.name("REPORT"), goods.lines[0], stones, grown
    )
    story.tell(laboratory, body, owner.place)
    if blame is not None:
        story.production.wrong(*blame, story.last(LotExamined))
