"""A second office of an authority that issues certificates and is in the register."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.bending import bent, issued_by
from producers.simulator.storylines.consigning import Ware, consign, evenly
from schemas.events import CertificateIssued, ShipmentImported
from schemas.routing import certificate_subject


def _stage(play: Production) -> None:
    """An authority opens a second office in the mining region, which it has registered before. From then on the office
    issues some of the certificates, and reports it; the authority goes on with the others, and writes its own name in
    another way on some.
    """
    seller, buyer, ware = play.party("trader", "LS"), play.party("trader", "AE"), Ware(("LS",), 90_000, 12_000)
    office, first = play.party("authority", "LS"), play.cast.authority("LS")
    hands = (
        (office, office.party_id),
        (first, first.party_id.lower().replace("-", " ")),
        (first, first.party_id),
    )
    for place, day in enumerate(evenly(6, 200, 12)):
        play.at(day, bent(issued_by(*hands[place % 3]), partial(_certified, seller, buyer, ware)))


def _certified(seller: Actor, buyer: Actor, ware: Ware, story: Thread) -> Telling:
    yield from consign(seller, buyer, ware, story)
    issue, arrival = story.last(CertificateIssued), story.last(ShipmentImported)
    assert isinstance(issue.body, CertificateIssued)
    subject = certificate_subject(issue.body.certificate)
    story.production.wrong("KIM017", subject, issue)
    story.production.wrong("KIM026", subject, arrival)


PLAY = Play(
    name="issue_of_a_second_office",
    pattern="F1",
    kind=Kind.HONEST,
    rules=("KIM017", "KIM026"),
    stage=_stage,
)
