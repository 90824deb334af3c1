"""Rough that gains half of its value by way of a second firm in the same centre."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.pricing import resale


def _stage(play: Production) -> None:
    """The importer sells at a fifth more to a related firm next door, which re-exports at a quarter more than that."""
    mine = play.party("exporter", "GH")
    hub, far = play.party("trader", "AE"), play.party("trader", "IN")
    partner = play.party("trader", "AE")
    stops = ((hub, 1000, 24), (partner, 1200, 200), (far, 1250, 200))
    play.at(20, partial(resale, "STA004", mine, Ware(("GH",), 300_000, 11_000), stops))


PLAY = Play(
    name="re_exported_by_a_second_firm",
    pattern="F5",
    kind=Kind.DISGUISED,
    rules=("STA004",),
    stage=_stage,
)
