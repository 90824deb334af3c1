"""An import at many times what such goods bring, so that money leaves the country."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.overvaluing import dear_imports, market


def _stage(play: Production) -> None:
    """Five dealers sell such goods to houses abroad all year. A firm in India has one parcel invoiced by a friend in
    Dubai at nearly six times of that, and pays.
    """
    market(play, [Ware(("GY",), 120_000, 14_000)] * 5)
    seller, buyer = play.party("trader", "AE"), play.party("trader", "IN")
    dear_imports("STA034", seller, buyer, Ware(("GY",), 120_000, 81_000, spread=30), [300], play)


PLAY = Play(
    name="import_invoiced_sixfold",
    pattern="F6",
    kind=Kind.PLAIN,
    rules=("STA034",),
    stage=_stage,
)
