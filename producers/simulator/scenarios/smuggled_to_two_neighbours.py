"""A country's recorded output collapses, and two neighbours share what is missing."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """The goods of one country are recorded in two neighbours, each of which grows by a third."""
    play.wrong("STA009", "pair:CI-*")


PLAY = Play(
    name="smuggled_to_two_neighbours",
    pattern="F11",
    kind=Kind.DISGUISED,
    rules=("STA009",),
    stage=_stage,
    figures=output("CI", 2020, 7_000, 6_800, 7_100, 7_000, 6_900, 2_800)
    + output("BF", 2024, 6_000, 8_000)
    + output("ML", 2024, 6_300, 8_400),
    out_of_reach="each neighbour grows by less than half, as producers do, and figures do not say where goods were dug",
)
