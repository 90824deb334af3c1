"""A published excess in a country with many operators, one of which is tiny and made up."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output, reported


def _stage(play: Production) -> None:
    """A country explains two fifths of excess by a new operator, which reports a hundredth of it."""
    play.wrong("STA002", "country:KH:2025")


PLAY = Play(
    name="excess_hidden_among_many_operators",
    pattern="F8",
    kind=Kind.DISGUISED,
    rules=("STA002",),
    stage=_stage,
    figures=output("KH", 2025, 1_414_000),
    operators=reported("KH", 2025, a=400_000, b=350_000, c=240_000, d=10_000),
)
