"""A certificate of a country that is banned for one more day."""

from __future__ import annotations

from datetime import date, timedelta

from producers.simulator.actors import Actor
from producers.simulator.crossing import bring
from producers.simulator.kinds import Kind
from producers.simulator.links import ONLINE
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.props import in_stock, rough_lot
from producers.simulator.story import Telling
from producers.simulator.storylines.published import banned
from schemas.events import CertificateIssued
from schemas.routing import certificate_subject

FREE_FROM = date(2026, 1, 8)


def _stage(play: Production) -> None:
    """The day before a ban on its rough ends a country issues two certificates; the goods leave when it has ended."""
    exporter = play.party("exporter", "VN", ONLINE)
    buyer = play.party("trader", "AE", ONLINE)
    days = (FREE_FROM - timedelta(days=1) - play.starts.date()).days
    for _ in range(2):
        play.at(days, lambda story: _consignment(exporter, buyer, story))


def _consignment(exporter: Actor, buyer: Actor, story: Thread) -> Telling:
    goods = in_stock(story, exporter, rough_lot(story, "VN", story.whole(30_000, 90_000), 12_000))
    story.minutes(10, 20)
    yield from bring(story, goods, buyer)
    issued = story.last(CertificateIssued)
    assert isinstance(issued.body, CertificateIssued)
    story.production.wrong("KIM003", certificate_subject(issued.body.certificate), issued)


PLAY = Play(
    name="certificate_a_day_before_a_ban_ends",
    pattern="F1",
    kind=Kind.NEAR,
    rules=("KIM003",),
    stage=_stage,
    also=("KIM013", "KIM026", "STA011"),
    amend=banned("VN", date(2024, 1, 1), FREE_FROM),
)
