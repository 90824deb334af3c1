"""Rough that gains three tenths in two months without being worked."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.pricing import resale


def _stage(play: Production) -> None:
    """A firm in a trading centre re-exports a parcel two months after its import at three tenths more; a dealer's
    margin is some five to eight per cent.
    """
    mine = play.party("exporter", "GH")
    hub, far = play.party("trader", "AE"), play.party("trader", "IN")
    play.at(20, partial(resale, "STA004", mine, Ware(("GH",), 300_000, 11_000), ((hub, 1000, 24), (far, 1300, 1300))))


PLAY = Play(
    name="re_exported_three_tenths_dearer",
    pattern="F5",
    kind=Kind.NEAR,
    rules=("STA004",),
    stage=_stage,
)
