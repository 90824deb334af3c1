"""A published production that is a third above what all operators report."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output, reported


def _stage(play: Production) -> None:
    """A country publishes a third more than its operators report; others publish between nine tenths and a seventh
    more.
    """
    play.wrong("STA002", "country:BD:2025")


PLAY = Play(
    name="published_a_third_above_operators",
    pattern="F8",
    kind=Kind.NEAR,
    rules=("STA002",),
    stage=_stage,
    figures=output("BD", 2025, 1_340_000),
    operators=reported("BD", 2025, first=1_000_000),
)
