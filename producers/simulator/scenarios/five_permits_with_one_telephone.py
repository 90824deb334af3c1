"""Permits of five people who have one telephone."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.digging import one_telephone


def _stage(play: Production) -> None:
    """Five diggers of a village who are no family name one telephone."""
    one_telephone(play, "Five", 5, "024 555 1300")


PLAY = Play(
    name="five_permits_with_one_telephone",
    pattern="F21",
    kind=Kind.NEAR,
    rules=("STA024",),
    stage=_stage,
    also=("STA015",),
)
