"""A published production half as much again as what all operators report."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output, reported


def _stage(play: Production) -> None:
    """A country publishes for 2025 half as much again as its operators report together, as Botswana did for 2024."""
    play.wrong("STA002", "country:SZ:2025")


PLAY = Play(
    name="published_half_above_operators",
    pattern="F8",
    kind=Kind.PLAIN,
    rules=("STA002",),
    stage=_stage,
    figures=output("SZ", 2025, 1_500_000),
    operators=reported("SZ", 2025, first=700_000, second=300_000),
)
