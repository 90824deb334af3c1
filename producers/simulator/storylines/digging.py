"""Days at artisanal diggings: diggers find something, and a collector goes round and takes it over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.goods import Goods
from producers.simulator.handover import receive, release
from producers.simulator.links import FIELD
from producers.simulator.plays import Production, Thread
from producers.simulator.props import rough_lot
from producers.simulator.story import Telling
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind
from schemas.reference.records import Site

LATE = timedelta(days=35)
"""How long a book lies in the camp that somebody does not hurry to send in."""


@dataclass(frozen=True, slots=True)
class Camp:
    """A digging and those who work there, each with a licence for it."""

    site: Site
    diggers: tuple[Actor, ...]


def camp(play: Production, country: str, area: str, diggers: int) -> Camp:
    """A new digging in ``area`` with a cooperative that records, and so many licensed diggers."""
    site = play.site(country, "artisanal", area=area)
    cooperative = play.party("cooperative", country, FIELD, site)
    people = tuple(play.digger(cooperative) for _ in range(diggers))
    for digger in people:
        play.licensed(digger, "digging", site=site)
    return Camp(site, people)


def collector(play: Production, home: Camp) -> Actor:
    """A new collector who lives at a digging and may buy in its country."""
    made = play.party("trader", home.site.iso2, FIELD, home.site)
    play.licensed(made, "buying")
    return made


def find(story: Thread, digger: Actor, carats: int) -> Goods:
    """A digger registers a find of ``carats`` thousandths, more or less, under the own licence."""
    lines = (rough_lot(story, digger.country, story.whole(carats * 9 // 10, carats * 11 // 10), 15_000, stones=1),)
    party = digger.party_id
    story.tell(digger, LotRegistered(RegistrationKind.MINED, party, party, f"LIC-{party}", lines))
    return Goods(lines, digger, digger)


def round_trip(buyer: Actor, visited: Sequence[Actor], carats: int, story: Thread) -> Telling:
    """``buyer`` goes from digger to digger; each logs a find and hands it over there."""
    yield story.now
    for digger in visited:
        goods = find(story, digger, carats)
        story.minutes(1, 2)
        handover = release(story, goods, buyer)
        story.minutes(1, 2)
        receive(story, goods, replace(buyer, place=digger.place), handover)
        story.minutes(1, 2)


def finds_in_three_weeks(
    play: Production, people: Iterable[Actor], first_day: int, lots: int, carats: int, *, held: timedelta | None = None
) -> list[Thread]:
    """Everybody registers ``lots`` finds of ``carats`` thousandths within three weeks; the threads that tell it."""
    before = len(play.threads)
    for place, digger in enumerate(people):
        for number in range(lots):
            day = first_day + (number * 20 + place % 7) // lots
            play.at(day, partial(_one, digger, carats, held or timedelta(0)))
    return [thread for thread, _ in play.threads[before:]]


def _one(digger: Actor, carats: int, held: timedelta, story: Thread) -> Telling:
    story.held = held
    yield story.hours(1, 9)
    find(story, digger, carats)


def told_by(threads: Iterable[Thread]) -> list[CustodyEvent]:
    """All that these threads have told so far."""
    return [event for thread in threads for event in thread.told]
