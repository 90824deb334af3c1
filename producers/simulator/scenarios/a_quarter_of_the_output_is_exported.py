"""A country of whose output a quarter leaves lawfully."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import exported, output


def _stage(play: Production) -> None:
    """Three quarters of what a country mines have not left it after three years; of the diamonds of Sierra Leone two
    fifths were said to be smuggled in 2004.
    """
    play.wrong("STA040", "country:GN:*")


PLAY = Play(
    name="a_quarter_of_the_output_is_exported",
    pattern="F11",
    kind=Kind.NEAR,
    rules=("STA040",),
    stage=_stage,
    figures=output("GN", 2023, 150_000, 150_000, 150_000),
    trade=exported("GN", 2023, 40_000, 38_000, 35_000),
)
