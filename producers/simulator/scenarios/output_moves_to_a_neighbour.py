"""A country's recorded output collapses while its neighbour's doubles."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """Goods of one country are smuggled over the border and recorded there.

    It publishes a twentieth of its usual output, and the neighbour twice as much as the year before; the Central
    African Republic recorded 3.5 % of its output in 2018.
    """
    play.wrong("STA009", "pair:CF-CM:2025")
    play.consequence("STA033", "country:CM:2025")


PLAY = Play(
    name="output_moves_to_a_neighbour",
    pattern="F11",
    kind=Kind.PLAIN,
    rules=("STA009",),
    stage=_stage,
    figures=output("CF", 2020, 330_000, 340_000, 325_000, 335_000, 330_000, 11_526)
    + output("CM", 2024, 12_000, 25_000),
)
