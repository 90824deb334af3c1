"""A season at an artisanal digging: licensed diggers who each register so many finds."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.licensing import permit
from producers.simulator.links import FIELD
from producers.simulator.plays import Production, Thread
from producers.simulator.props import mined, rough_lot
from producers.simulator.story import Telling


def village(play: Production, country: str, diggers: int) -> list[Actor]:
    """A new digging with a cooperative that records, and its licensed diggers."""
    site = play.site(country, "artisanal", area="Upper river")
    cooperative = play.party("cooperative", country, FIELD, site)
    people = [play.digger(cooperative) for _ in range(diggers)]
    for digger in people:
        play.licensed(digger, "digging", site=site, number=permit(digger.party_id))
    return people


def season(
    play: Production,
    digger: Actor,
    carats: int,
    finds: int = 12,
    first: float = 2,
    last: float = 60,
    blame: tuple[str, str] | None = None,
) -> None:
    """``digger`` registers so many finds of about ``carats`` thousandths each between two days."""
    for n in range(finds):
        day = first + (last - first) * n / finds
        play.at(day, partial(_find, digger, carats, blame))


def one_of_a_village(play: Production, country: str, carats: int) -> None:
    """One of a dozen diggers registers twice as many finds as the others, of ``carats``; STA015 must flag it."""
    people = village(play, country, 12)
    for digger in people[1:]:
        season(play, digger, 700)
    season(play, people[0], carats, finds=24, blame=("STA015", f"party:{people[0].party_id}:2026Q1"))


def _find(digger: Actor, carats: int, blame: tuple[str, str] | None, story: Thread) -> Telling:
    yield story.hours(1, 20)
    weight = story.whole(carats * 6 // 10, carats * 14 // 10)
    mined(story, digger, rough_lot(story, digger.country, weight, 15_000), licence=permit(digger.party_id))
    if blame is not None:
        story.production.wrong(*blame, story.told[-1])
