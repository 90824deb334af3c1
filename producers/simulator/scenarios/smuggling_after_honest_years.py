"""A country that begins to smuggle after years of honest exports."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import exported, output


def _stage(play: Production) -> None:
    """A country exported what it mined for three years, and exports a tenth of it in the next two."""
    play.wrong("STA040", "country:ID:*")


PLAY = Play(
    name="smuggling_after_honest_years",
    pattern="F11",
    kind=Kind.DISGUISED,
    rules=("STA040",),
    stage=_stage,
    figures=output("ID", 2021, *(100_000,) * 5),
    trade=exported("ID", 2021, 95_000, 98_000, 96_000, 10_000, 9_000),
    out_of_reach="five years are added up for the sake of stocks, and two bad years hide behind three good ones",
)
