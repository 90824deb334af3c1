"""A country receives more certificates than were issued for it."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, briefly, held, renumbered
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade


def _stage(play: Production) -> None:
    """Four parcels come in under certificates that their authority never issued, spread over a quarter among fifty-
    four honest ones and partly told late.
    """
    seller, buyer, ware = play.party("trader", "BY"), play.party("trader", "IN"), Ware(("BY",), 300_000, 9_000)
    for code in ("STA007", "STA008"):
        play.consequence(code, "pair:BY-IN:*")
    play.bend = briefly
    trade(play, [seller], [buyer], ware, evenly(4, 66, 54))

    for n, day in enumerate(evenly(12, 58, 4)):
        serial = 60_117 + 13 * n
        story = partial(consign, seller, buyer, ware, blame=("STA019", "pair:BY-IN:2026Q1"))
        tell = bent(renumbered(f"BY0{serial}"), story)
        play.at(day, held(30, tell) if n % 2 else tell)


PLAY = Play(
    name="more_received_than_issued",
    pattern="F9",
    kind=Kind.DISGUISED,
    rules=("STA019",),
    stage=_stage,
    also=("KIM001", "KIM003", "KIM008", "KIM010", "KIM011", "KIM012", "KIM026", "STA016", "STA007"),
)
