"""A published production that is nine times that of the year before, when a ban has ended."""

from __future__ import annotations

from datetime import date

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import banned, output


def _stage(play: Production) -> None:
    """A country's rough may be traded again since the middle of the year, and its recorded output is nine times that
    of the year before, as that of Zimbabwe was in 2010.
    """
    play.wrong("STA033", "country:UZ:2025")


PLAY = Play(
    name="output_back_after_a_ban",
    pattern="F15",
    kind=Kind.HONEST,
    rules=("STA033",),
    stage=_stage,
    figures=output("UZ", 2021, 30_000, 20_000, 15_000, 10_000, 88_000),
    amend=banned("UZ", date(2022, 1, 1), date(2025, 7, 1)),
)
