"""A certificate of a country on the day on which a ban has ended."""

from __future__ import annotations

from datetime import date

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.banning import certify_on
from producers.simulator.storylines.published import banned

FREE_FROM = date(2026, 1, 8)


def _stage(play: Production) -> None:
    """On the first day after a ban a country issues a certificate for goods that were held until then."""
    certify_on(play, FREE_FROM)


PLAY = Play(
    name="certificate_of_the_first_free_day",
    pattern="F1",
    kind=Kind.HONEST,
    rules=("KIM003",),
    stage=_stage,
    amend=banned("VN", date(2024, 1, 1), FREE_FROM),
)
