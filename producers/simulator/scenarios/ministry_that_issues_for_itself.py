"""An invented ministry that reports the issue of its own forgery."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.bending import bent, issued_by
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade
from schemas.events import CertificateIssued
from schemas.routing import certificate_subject


def _stage(play: Production) -> None:
    """A forger does not stop at the paper: it reports its issue too, as a ministry of which nobody has heard, in a
    country whose authority reports what it issues. All that follows fits the forged issue.
    """
    seller, buyer, ware = play.party("trader", "NZ"), play.party("trader", "AE"), Ware(("BW",), 60_000, 15_000)
    trade(play, [seller], [buyer], ware, evenly(5, 180, 8))
    ministry = play.unknown("NZ-MINISTRY-OF-GEMS", play.cast.authority("NZ"))
    for day in (95, 150):
        play.at(day, bent(issued_by(ministry, ministry.party_id), partial(_forged, seller, buyer, ware)))


def _forged(seller: Actor, buyer: Actor, ware: Ware, story: Thread) -> Telling:
    yield from consign(seller, buyer, ware, story)
    issue = story.last(CertificateIssued)
    assert isinstance(issue.body, CertificateIssued)
    story.production.wrong("KIM017", certificate_subject(issue.body.certificate), issue)


PLAY = Play(
    name="ministry_that_issues_for_itself",
    pattern="F1",
    kind=Kind.DISGUISED,
    rules=("KIM017",),
    stage=_stage,
)
