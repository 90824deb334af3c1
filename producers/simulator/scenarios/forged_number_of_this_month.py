"""A forged certificate with a number that fits its day."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.bending import bent
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade
from schemas.events import CertificateAmended, CertificateCancelled, CertificateIssued, CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _stage(play: Production) -> None:
    """A forger who has seen an honest certificate of the week before takes the number after it."""
    seller, buyer, ware = play.party("trader", "BR"), play.party("trader", "AE"), Ware(("BR",), 300_000, 9_000)

    trade(play, [seller], [buyer], ware, evenly(4, 230, 30))
    play.at(240, bent(_never_issued, partial(_forged, seller, buyer, ware)))


def _forged(seller: Actor, buyer: Actor, ware: Ware, story: Thread) -> Telling:
    yield from consign(seller, buyer, ware, story)
    event = story.last(ShipmentImported)
    assert isinstance(event.body, ShipmentImported)
    assert event.body.presented is not None
    story.production.wrong("STA016", certificate_subject(event.body.presented), event)


def _never_issued(event: CustodyEvent) -> CustodyEvent | None:
    return None if isinstance(event.body, CertificateIssued | CertificateAmended | CertificateCancelled) else event


PLAY = Play(
    name="forged_number_of_this_month",
    pattern="F1",
    kind=Kind.DISGUISED,
    rules=("STA016",),
    stage=_stage,
    also=("KIM001", "KIM003", "KIM008", "KIM010", "KIM011", "KIM012", "KIM026", "STA019", "STA007"),
    out_of_reach="a number that fits its day shows nothing; the rules about papers that nobody issued see it",
)
