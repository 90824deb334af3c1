"""An export price with a digit too few, which the exporter corrects."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.consigning import Ware, consign
from producers.simulator.storylines.pricing import blame_export, dealer, mistyped_export


def _stage(play: Production) -> None:
    """The value of an export is stated as a tenth of what it is.

    The exporter says so eight weeks later and records it anew.
    """
    seller = dealer(play, "GH", Ware(("GH",), 120_000, 11_000))
    play.at(300, partial(_mistyped, seller, play.party("trader", "AE")))


def _mistyped(seller: Actor, buyer: Actor, story: Thread) -> Telling:
    mistyped_export(100, 56, story)
    yield from consign(seller, buyer, Ware(("GH",), 120_000, 11_000), story)
    blame_export("STA003", seller, story, corrected=True)


PLAY = Play(
    name="export_price_mistyped_then_corrected",
    pattern="F5",
    kind=Kind.DISGUISED,
    rules=("STA003",),
    stage=_stage,
)
