"""Industrial rough declared as gem goods, so that money can be paid for it."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import declared_as


def _stage(play: Production) -> None:
    """An exporter declares parcels of boart, worth two or three dollars a carat, under the code of gem goods."""
    declared_as(play, 250, "710231")


PLAY = Play(
    name="boart_as_gem_goods",
    pattern="F20",
    kind=Kind.PLAIN,
    rules=("STA014",),
    stage=_stage,
)
