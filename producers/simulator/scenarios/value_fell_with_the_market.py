"""A value a carat that falls by a third, as honest ones did."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A country's value a carat falls by a third in one year, as that of Botswana did in 2023 and that of Angola."""
    play.wrong("STA001", "country:LK:2025")


PLAY = Play(
    name="value_fell_with_the_market",
    pattern="F24",
    kind=Kind.HONEST,
    rules=("STA001",),
    stage=_stage,
    figures=output("LK", 2019, *(40_000,) * 7, usd=(195, 150, 203, 192, 200, 195, 131)),
)
