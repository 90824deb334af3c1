"""Dear re-exports in small lots between honest ones."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.pricing import resale


def _stage(play: Production) -> None:
    """Four small parcels leave a trading centre at 1.45 times their value, and eight others at a dealer's margin."""
    mine = play.party("exporter", "GH")
    hub, far = play.party("trader", "AE"), play.party("trader", "IN")
    for n in range(12):
        dear = n % 3 == 1
        stops = ((hub, 1000, 24), (far, 1450 if dear else 1060, 400))
        play.at(20 + 9 * n, partial(resale, "STA004" if dear else None, mine, Ware(("GH",), 25_000, 11_000), stops))


PLAY = Play(
    name="re_exported_dearer_among_honest_lots",
    pattern="F5",
    kind=Kind.DISGUISED,
    rules=("STA004",),
    stage=_stage,
)
