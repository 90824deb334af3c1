"""A trading country where rough only changes its papers."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import evenly, pass_through_in


def _stage(play: Production) -> None:
    """A firm in a country without mines imports parcels and sends all of them on within a day or two."""
    pass_through_in(play, "CZ", evenly(4, 62, 5), lots=8, hours=3, quarter="2026Q1")


PLAY = Play(
    name="goods_pass_through_in_a_day",
    pattern="F14",
    kind=Kind.PLAIN,
    rules=("STA017",),
    stage=_stage,
)
