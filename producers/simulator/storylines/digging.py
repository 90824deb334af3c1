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


def one_far_above(play: Production, area: str, carats: int) -> None:
    """Six camps of Liberia with four diggers; the finds of the first weigh ``carats``, those of the others about 1 ct.

    STA023 must flag the first.
    """
    camps = [camp(play, "LR", area, 4) for _ in range(6)]
    for other in camps[1:]:
        finds_in_three_weeks(play, other.diggers, 57, 2, play.rng.randint(800, 1_200))
    threads = finds_in_three_weeks(play, camps[0].diggers, 57, 2, carats)
    play.at(90, partial(_say, threads, f"site:{camps[0].site.site_id}:2026-03"))


def _say(threads: list[Thread], subject: str, story: Thread) -> Telling:
    yield story.now
    story.production.wrong("STA023", subject, *told_by(threads))


def crowded_day(play: Production, area: str, diggers: int) -> None:
    """A collector of Guinea buys from so many diggers of a camp on one day; STA020 must flag it."""
    there = camp(play, "GN", area, diggers)
    buyer = collector(play, there)
    play.at(play.rng.randint(40, 200), partial(_day, buyer, there.diggers))


def _day(buyer: Actor, diggers: Sequence[Actor], story: Thread) -> Telling:
    yield from round_trip(buyer, diggers, 600, story)
    day = story.told[-1].occurred_at.date()
    story.production.wrong("STA020", f"party:{buyer.party_id}:{day}", *story.told)


def one_telephone(play: Production, area: str, people: int, phone: str) -> None:
    """So many diggers of a camp in Ghana give one telephone for their licences; STA024 must flag it."""
    site = play.site("GH", "artisanal", area=area)
    cooperative = play.party("cooperative", "GH", FIELD, site)
    for number in range(people):
        digger = play.digger(cooperative)
        play.licensed(digger, "digging", site=site, phone=phone)
        play.at(20 + 9 * number, partial(_registers, digger, f"licences:phone:{phone.replace(' ', '')}"))


def _registers(digger: Actor, subject: str, story: Thread) -> Telling:
    yield story.hours(1, 9)
    find(story, digger, 700)
    story.production.wrong("STA024", subject, *story.told)
