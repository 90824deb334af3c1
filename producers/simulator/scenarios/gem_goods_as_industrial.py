"""Gem rough declared as industrial to pay less duty."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import declared_as


def _stage(play: Production) -> None:
    """An exporter declares parcels of gem rough under the code of industrial goods, at the value of gem goods."""
    declared_as(play, 14_000, "710221")


PLAY = Play(
    name="gem_goods_as_industrial",
    pattern="F20",
    kind=Kind.PLAIN,
    rules=("STA014",),
    stage=_stage,
)
