"""A country of which a ban ends: what it certifies about that day."""

from __future__ import annotations

from datetime import date
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.crossing import bring
from producers.simulator.links import ONLINE
from producers.simulator.plays import Production, Thread
from producers.simulator.props import in_stock, rough_lot
from producers.simulator.story import Telling
from schemas.events import CertificateIssued
from schemas.routing import certificate_subject


def certify_on(play: Production, day: date, times: int = 1, *, before: date = date.max) -> None:
    """On ``day`` Vietnam issues certificates for goods that were held until then.

    KIM003 is asked about each that is issued ``before`` a day, also about one that is withdrawn for an error.
    """
    exporter = play.party("exporter", "VN", ONLINE)
    buyer = play.party("trader", "AE", ONLINE)
    for _ in range(times):
        play.at((day - play.starts.date()).days, partial(_consignment, exporter, buyer, before))


def _consignment(exporter: Actor, buyer: Actor, before: date, story: Thread) -> Telling:
    goods = in_stock(story, exporter, rough_lot(story, "VN", story.whole(30_000, 90_000), 12_000))
    story.minutes(10, 20)
    yield from bring(story, goods, buyer)
    for issued in story.told:
        if isinstance(issued.body, CertificateIssued) and issued.local_day < before:
            story.production.wrong("KIM003", certificate_subject(issued.body.certificate), issued)
