"""A country that sells what it mines to its state for a year."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import exported, output


def _stage(play: Production) -> None:
    """A country exports two fifths of one year's output, since its state buys the rest in a crisis as that of Russia
    did in 2009, and more than its output in the next.
    """
    play.wrong("STA040", "country:VN:*")


PLAY = Play(
    name="output_goes_into_a_state_stock",
    pattern="F11",
    kind=Kind.HONEST,
    rules=("STA040",),
    stage=_stage,
    figures=output("VN", 2022, 100_000, 90_000, 100_000, 100_000),
    trade=exported("VN", 2022, 95_000, 38_000, 120_000, 118_000),
)
