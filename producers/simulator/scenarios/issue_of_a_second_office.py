"""A second office of an authority that issues certificates and is in the register."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, issued_by
from producers.simulator.storylines.consigning import Ware, consign, evenly


def _stage(play: Production) -> None:
    """An authority opens a second office in the mining region, which it has registered before. From then on it issues
    every other certificate, and reports it; the authority goes on with the rest, and now and then writes its own name
    in another way.
    """
    seller, buyer, ware = play.party("trader", "LS"), play.party("trader", "AE"), Ware(("LS",), 90_000, 12_000)
    office, first = play.party("authority", "LS"), play.cast.authority("LS")
    names = (office.party_id, first.party_id, first.party_id.lower().replace("-", " "))
    for place, day in enumerate(evenly(6, 200, 12)):
        by = first if place % 3 else office
        play.at(day, bent(issued_by(by, names[place % 3]), partial(consign, seller, buyer, ware)))


PLAY = Play(
    name="issue_of_a_second_office",
    pattern="F1",
    kind=Kind.HONEST,
    rules=("KIM017", "KIM026"),
    stage=_stage,
)
