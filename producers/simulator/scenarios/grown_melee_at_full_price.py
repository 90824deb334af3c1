"""Grown melee sold as natural at the price of natural stones."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.melee import sell_grown_melee


def _stage(play: Production) -> None:
    """A firm asks as much for grown melee as others for natural stones."""
    sell_grown_melee(play, 40_000)


PLAY = Play(
    name="grown_melee_at_full_price",
    pattern="F19",
    kind=Kind.DISGUISED,
    rules=("STA032",),
    stage=_stage,
    out_of_reach="whoever asks the full price does not stand out by it; only screening finds such stones",
)
