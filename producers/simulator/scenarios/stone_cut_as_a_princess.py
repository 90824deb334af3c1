"""A stone of an unusual shape that loses little."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.goods import POLISHED
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.props import in_stock, rough_lot
from producers.simulator.story import Telling
from schemas.events import Form, LotsTransformed, Process
from schemas.routing import event_subject


def _stage(play: Production) -> None:
    """Single stones with the form of an octahedron are cut as princesses and keep three quarters of their weight."""
    cutter = play.party("cutter", "BE")
    for n in range(3):
        play.at(20 + 60 * n, partial(_cut, cutter))


def _cut(cutter: Actor, story: Thread) -> Telling:
    goods = in_stock(story, cutter, rough_lot(story, "BW", story.whole(1_500, 6_000), 60_000, stones=1))
    yield story.hours(24 * 20, 24 * 50)
    (rough,) = goods.lines
    polished = replace(
        rough,
        lot_id=story.name("POL"),
        carats=rough.carats * story.whole(700, 780) // 1000,
        form=Form.POLISHED,
        hs_code=POLISHED,
        value_cents=(rough.value_cents or 0) * 2,
    )
    loss = rough.carats - polished.carats
    story.tell(cutter, LotsTransformed(Process.CUT_AND_POLISH, cutter.party_id, goods.lines, (polished,), loss))
    cut = story.last(LotsTransformed)
    story.production.wrong("CUS012", event_subject(cut.event_id), cut)


PLAY = Play(name="stone_cut_as_a_princess", pattern="F18", kind=Kind.HONEST, rules=("CUS012",), stage=_stage)
