"""A value a carat that doubles in the year in which a mine opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A country's value a carat doubles in the year in which a mine of better goods opens."""
    mine = play.site("PA", "mine", capacity=300_000)
    play.sites[-1] = replace(mine, opened_on=date(2025, 3, 1))
    play.wrong("STA001", "country:PA:2025")


PLAY = Play(
    name="value_changed_with_a_new_mine",
    pattern="F24",
    kind=Kind.HONEST,
    rules=("STA001",),
    stage=_stage,
    figures=output(
        "PA", 2019, 20_000, 21_000, 19_000, 20_000, 20_500, 20_000, 31_000, usd=(90, 95, 88, 91, 93, 90, 190)
    ),
)
