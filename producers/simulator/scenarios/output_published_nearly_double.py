"""A published production nearly twice that of the year before."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A country without a new mine publishes nine tenths more than the year before; Canada grew by 78 % with one."""
    play.wrong("STA033", "country:NZ:2025")


PLAY = Play(
    name="output_published_nearly_double",
    pattern="F24",
    kind=Kind.NEAR,
    rules=("STA033",),
    stage=_stage,
    figures=output("NZ", 2021, 100_000, 104_000, 98_000, 101_000, 192_000),
)
