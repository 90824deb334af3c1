"""A trading country that sorts and sells for two weeks before it sends on."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, pass_on


def _stage(play: Production) -> None:
    """A firm in a country without mines re-exports parcels two weeks after their import."""
    hub = play.party("trader", "PT")
    source, far = play.party("trader", "GH"), play.party("trader", "IN")
    for day in evenly(4, 62, 5):
        play.at(
            day, partial(pass_on, source, Ware(("GH",), 500_000, 10_000, lots=8), ((hub, 1000, 24), (far, 1040, 330)))
        )
    play.wrong("STA017", "country:PT:*")


PLAY = Play(
    name="centre_that_sends_on_after_weeks",
    pattern="F14",
    kind=Kind.HONEST,
    rules=("STA017",),
    stage=_stage,
)
