"""A re-export with a value twice as high as it should be, corrected later."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.goods import Goods
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.consigning import Ware, consign, forward
from producers.simulator.storylines.pricing import mistyped_export
from schemas.events import CustodyReceived, LotLine, ShipmentExported


def _stage(play: Production) -> None:
    """The value of a re-export is stated twice as high.

    The exporter says so six weeks later and records it anew.
    """
    mine = play.party("exporter", "GH")
    hub, far = play.party("trader", "AE"), play.party("trader", "IN")
    play.at(20, partial(_mistyped, mine, hub, far))


def _mistyped(mine: Actor, hub: Actor, far: Actor, story: Thread) -> Telling:
    yield from consign(mine, hub, Ware(("GH",), 300_000, 11_000), story)
    goods = Goods(_lines(story), hub, hub)
    mistyped_export(2000, 42, story)
    yield from forward(story, goods, ((far, 1050, 300),))
    for line in _lines(story):
        story.production.wrong("STA004", f"lot:{line.lot_id}", story.last(ShipmentExported), corrected=True)


def _lines(story: Thread) -> tuple[LotLine, ...]:
    body = story.last(CustodyReceived).body
    assert isinstance(body, CustodyReceived)
    return body.lines


PLAY = Play(
    name="re_export_value_mistyped_then_corrected",
    pattern="F5",
    kind=Kind.DISGUISED,
    rules=("STA004",),
    stage=_stage,
)
