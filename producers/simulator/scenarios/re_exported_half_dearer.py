"""Rough that leaves a trading centre half as dear again as it came."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.pricing import resale


def _stage(play: Production) -> None:
    """A firm in a trading centre re-exports a parcel three weeks after its import at 1.48 times the value, which was
    the gain of all rough that passed through the Emirates in 2011.
    """
    mine = play.party("exporter", "GH")
    hub, far = play.party("trader", "AE"), play.party("trader", "IN")
    play.at(20, partial(resale, "STA004", mine, Ware(("GH",), 300_000, 11_000), ((hub, 1000, 24), (far, 1480, 500))))


PLAY = Play(
    name="re_exported_half_dearer",
    pattern="F5",
    kind=Kind.PLAIN,
    rules=("STA004",),
    stage=_stage,
)
