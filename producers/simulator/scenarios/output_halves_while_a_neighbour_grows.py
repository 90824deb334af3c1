"""A country's recorded output falls to two fifths while its neighbour's grows by six tenths."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """Three fifths of a country's output cross the border unrecorded.

    The neighbour publishes six tenths more than the year before.
    """
    play.wrong("STA009", "pair:VE-BR:2025")


PLAY = Play(
    name="output_halves_while_a_neighbour_grows",
    pattern="F11",
    kind=Kind.NEAR,
    rules=("STA009",),
    stage=_stage,
    figures=output("VE", 2020, 150_000, 148_000, 152_000, 150_000, 151_000, 60_000)
    + output("BR", 2024, 160_000, 256_000),
)
