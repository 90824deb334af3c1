"""An import that could pass for a better assortment."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.overvaluing import dear_imports, market


def _stage(play: Production) -> None:
    """Where five dealers ask for much the same, a firm has a parcel of such goods invoiced at two and a half times of
    that, to show its bank a larger trade.
    """
    market(play, [Ware(("CN",), 80_000, 9_000)] * 5)
    seller, buyer = play.party("trader", "AE"), play.party("trader", "IN")
    dear_imports("STA034", seller, buyer, Ware(("CN",), 80_000, 22_500, spread=30), [250], play)


PLAY = Play(
    name="import_at_two_and_a_half_times",
    pattern="F6",
    kind=Kind.NEAR,
    rules=("STA034",),
    stage=_stage,
)
