"""An authority that spoils a book of fifty numbered forms."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import renumbered
from producers.simulator.storylines.consigning import Ware, evenly, trade
from schemas.events import CustodyEvent


def _stage(play: Production) -> None:
    """An authority begins a new book of forms after a flood, so that a few numbers are never used, and then issues
    more often than before.
    """
    seller, buyer, ware = play.party("trader", "CH"), play.party("trader", "AE"), Ware(("CH",), 300_000, 9_000)

    trade(play, [seller], [buyer], ware, evenly(4, 200, 40))
    trade(play, [seller], [buyer], ware, evenly(205, 260, 25))
    play.wrong("STA016", "certificate:CH:*")
    play.bend = _later_book


def _later_book(event: CustodyEvent) -> CustodyEvent | None:
    """Numbers from the fortieth on are ten higher."""
    certificate = getattr(event.body, "presented", None) or getattr(event.body, "certificate", None)
    if certificate is None or int(certificate.number[2:]) <= 20_040:
        return event
    return renumbered(f"CH{int(certificate.number[2:]) + 10:06d}", issued=True)(event)


PLAY = Play(
    name="issuer_skips_a_book_of_forms",
    pattern="F1",
    kind=Kind.HONEST,
    rules=("STA016",),
    stage=_stage,
)
