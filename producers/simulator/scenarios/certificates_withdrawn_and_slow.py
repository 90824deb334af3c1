"""Certificates that are taken back, and parcels that are slow."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.certificates import certify
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.props import in_stock
from producers.simulator.story import Telling
from producers.simulator.storylines.bending import briefly, slow
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade
from schemas.events import Certificate, CertificateCancelled, CertificateRef


def _stage(play: Production) -> None:
    """Of sixty certificates for one country a few are taken back by their issuer since the buyer withdrew, and a few
    parcels leave late and are slow.
    """
    seller, buyer, ware = play.party("trader", "MY"), play.party("trader", "IN"), Ware(("MY",), 300_000, 9_000)
    for code in ("STA007", "STA008"):
        play.consequence(code, "pair:MY-IN:*")
    play.bend = briefly
    trade(play, [seller], [buyer], ware, evenly(4, 66, 54))

    for day in evenly(10, 50, 3):
        play.at(day, partial(_withdrawn, seller, buyer, ware))
    for day in evenly(55, 66, 3):
        play.at(day, slow(3, partial(consign, seller, buyer, ware)))
    play.wrong("STA019", "pair:MY-IN:*")


def _withdrawn(seller: Actor, buyer: Actor, ware: Ware, story: Thread) -> Telling:
    goods = in_stock(story, seller, *ware.lines(story))
    papers: list[Certificate] = []
    yield from certify(story, goods, buyer, papers)
    reference = CertificateRef(papers[0].issuer, papers[0].number)
    story.tell(
        story.stage.cast.authority(seller.country),
        CertificateCancelled(reference, papers[0].authority, "the buyer withdrew"),
    )


PLAY = Play(
    name="certificates_withdrawn_and_slow",
    pattern="F9",
    kind=Kind.HONEST,
    rules=("STA019",),
    stage=_stage,
)
