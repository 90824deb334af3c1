"""A trading country that sells its old stock."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, consign, evenly, pass_on


def _stage(play: Production) -> None:
    """A firm in a country without mines registers what it held and exports it beside what it imports."""
    hub = play.party("trader", "SG")
    source, far = play.party("trader", "GH"), play.party("trader", "IN")
    for day in evenly(5, 150, 6):
        play.at(day, partial(pass_on, source, Ware(("GH",), 4_000_000, 10_000), ((hub, 1000, 24), (far, 1060, 300))))
        play.at(day + 9, partial(consign, hub, far, Ware(("GH",), 4_000_000, 10_000)))
    play.wrong("STA010", "country:SG*")


PLAY = Play(
    name="centre_with_a_real_stock",
    pattern="F14",
    kind=Kind.HONEST,
    rules=("STA010",),
    stage=_stage,
)
