"""Three forged certificates of two firms among honest ones, one of them told late."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, held, renumbered
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade


def _stage(play: Production) -> None:
    """Two firms present three forged certificates with old numbers between honest ones, one of which is reported
    five weeks late.
    """
    sellers, buyer, ware = (
        [play.party("trader", "CI") for _ in range(2)],
        play.party("trader", "AE"),
        Ware(("CI",), 300_000, 9_000),
    )
    trade(play, sellers, [buyer], ware, evenly(4, 300, 36))
    for n, day in enumerate((200, 240, 280)):
        serial = 18_311 + 407 * n
        tell = bent(
            renumbered(f"CI0{serial}"),
            partial(consign, sellers[n % 2], buyer, ware, blame=("STA016", f"certificate:CI:0{serial}")),
        )
        play.at(day, held(35, tell) if n == 1 else tell)


PLAY = Play(
    name="forged_numbers_among_honest_ones",
    pattern="F1",
    kind=Kind.DISGUISED,
    rules=("STA016",),
    stage=_stage,
    also=("KIM001", "KIM003", "KIM008", "KIM010", "KIM011", "KIM012", "KIM026", "STA019", "STA007"),
)
