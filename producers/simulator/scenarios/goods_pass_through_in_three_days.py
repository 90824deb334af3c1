"""A trading country where rough stays for hardly longer than its papers take."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import evenly, pass_through_in


def _stage(play: Production) -> None:
    """A firm in a country without mines keeps goods for a day before it applies for the papers of the next country."""
    pass_through_in(play, "IE", evenly(85, 165, 6), lots=6, hours=20, quarter="2026Q2")


PLAY = Play(
    name="goods_pass_through_in_three_days",
    pattern="F14",
    kind=Kind.NEAR,
    rules=("STA017",),
    stage=_stage,
)
