"""A published production three times that of the year before."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A country without a new mine publishes three times the output of the year before."""
    play.wrong("STA033", "country:MU:2025")


PLAY = Play(
    name="output_published_threefold",
    pattern="F24",
    kind=Kind.PLAIN,
    rules=("STA033",),
    stage=_stage,
    figures=output("MU", 2021, 100_000, 104_000, 98_000, 101_000, 305_000),
)
