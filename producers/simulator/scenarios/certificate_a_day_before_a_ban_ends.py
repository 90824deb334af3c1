"""A certificate of a country that is banned for one more day."""

from __future__ import annotations

from datetime import date, timedelta

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.banning import certify_on
from producers.simulator.storylines.published import banned

FREE_FROM = date(2026, 1, 8)


def _stage(play: Production) -> None:
    """The day before a ban on its rough ends a country issues two certificates; the goods leave when it has ended."""
    certify_on(play, FREE_FROM - timedelta(days=1), times=2, before=FREE_FROM)


PLAY = Play(
    name="certificate_a_day_before_a_ban_ends",
    pattern="F1",
    kind=Kind.NEAR,
    rules=("KIM003",),
    stage=_stage,
    also=("KIM013", "KIM026", "STA011"),
    amend=banned("VN", date(2024, 1, 1), FREE_FROM),
)
