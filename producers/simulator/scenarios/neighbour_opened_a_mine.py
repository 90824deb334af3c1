"""A country's output collapses in the year in which a mine opens next door."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A country's diggings are worked out, and a mine that opens in the neighbour trebles the output there."""
    mine = play.site("CG", "mine", capacity=40_000)
    play.sites[-1] = replace(mine, opened_on=date(2025, 2, 1))
    play.wrong("STA009", "pair:CD-CG:2025")


PLAY = Play(
    name="neighbour_opened_a_mine",
    pattern="F11",
    kind=Kind.HONEST,
    rules=("STA009",),
    stage=_stage,
    figures=output("CD", 2024, 8_300_000, 3_900_000) + output("CG", 2024, 15_000, 50_000),
)
