"""A country that publishes a large output and next to no exports."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import exported, output


def _stage(play: Production) -> None:
    """A country publishes what it mines every year and exports a twenty-fifth of it, as the Central African Republic
    did in 2018, or an eighteenth, as Venezuela did for years: the rest is smuggled.
    """
    play.wrong("STA040", "country:LR:*")


PLAY = Play(
    name="little_of_the_output_is_exported",
    pattern="F11",
    kind=Kind.PLAIN,
    rules=("STA040",),
    stage=_stage,
    figures=output("LR", 2023, 150_000, 150_000, 150_000),
    trade=exported("LR", 2023, 6_000, 8_000, 8_250),
)
