"""A trading country that imports unsorted goods and exports sorted ones."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.goods import ROUGH, UNSORTED, divided
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.props import in_stock
from producers.simulator.story import Telling
from producers.simulator.storylines.consigning import Ware, evenly, forward
from schemas.events import LotsTransformed, Process


def _stage(play: Production) -> None:
    """A firm imports unsorted rough, sorts it into gem and industrial goods, and exports both."""
    hub = play.party("trader", "NL")
    source, far = play.party("trader", "GH"), play.party("trader", "IN")
    for day in evenly(5, 150, 8):
        play.at(day, partial(_sorted, source, hub, far))
    play.wrong("STA010", "country:NL*")


def _sorted(source: Actor, hub: Actor, far: Actor, story: Thread) -> Telling:
    whole = Ware(("GH",), 4_000_000, 6_000, hs_code=UNSORTED).lines(story)
    goods = in_stock(story, source, *whole)
    yield from forward(story, goods, ((hub, 1000, 24),))
    yield story.hours(100, 200)
    line = goods.lines[0]
    names = [story.name("SORT"), story.name("SORT")]
    gem, boart = divided(line, names, story.rng)
    boart_cents = boart.carats * 8 // 10
    gem_cents = (line.value_cents or 0) - boart_cents
    goods.lines = (
        replace(gem, hs_code=ROUGH, value_cents=gem_cents),
        replace(boart, hs_code="710221", value_cents=boart_cents),
    )
    story.tell(hub, LotsTransformed(Process.SORT, hub.party_id, (line,), goods.lines, 0))
    yield from forward(story, goods, ((far, 1060, 100),))


PLAY = Play(
    name="centre_that_sorts",
    pattern="F14",
    kind=Kind.HONEST,
    rules=("STA010",),
    stage=_stage,
)
