"""Salted melee of two firms in small lots among clean ones, screened by two laboratories."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import held
from producers.simulator.storylines.consigning import evenly
from producers.simulator.storylines.weighing import screening


def _stage(play: Production) -> None:
    """Two firms salt every second small lot with a sixth of grown stones and bring them to two laboratories for a
    quarter; half of the reports come a month late.
    """
    laboratories = [play.party("laboratory", country) for country in ("IN", "AE")]
    for owner in (play.party("trader", "IN"), play.party("trader", "IN")):
        for n, day in enumerate(evenly(6, 66, 8)):
            salted = n % 2 == 0
            blame = ("STA013", f"party:{owner.party_id}:2026Q1") if salted else None
            tell = partial(screening, owner, laboratories[n // 2 % 2], 60, 10 if salted else 0, blame=blame)
            play.at(day, held(30, tell) if n % 4 == 2 else tell)


PLAY = Play(
    name="salted_melee_of_two_firms",
    pattern="F19",
    kind=Kind.DISGUISED,
    rules=("STA013",),
    stage=_stage,
    also=("SPC001",),
)
