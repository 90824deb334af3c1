"""Plays are told in the midst of an honest world, which stays as it is, and say what is wrong in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.crossing import bring
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.props import in_stock, rough_lot
from producers.simulator.story import Telling
from producers.simulator.world import World, simulate
from schemas.events import CustodyEvent, ShipmentExported, ShipmentImported
from tests.producers.simulator.judged import judged

WEEK = timedelta(days=7)


def sale(seller: Actor, buyer: Actor, story: Thread) -> Telling:
    """Goods go abroad; the export is what is wrong."""
    goods = in_stock(story, seller, rough_lot(story, "GH", 50_000, 9_000))
    yield story.hours(5, 10)
    yield from bring(story, goods, buyer)
    story.production.wrong("STA003", f"party:{seller.party_id}", story.last(ShipmentExported))


def a_play(change: Callable[[Production], None] | None = None) -> Play:
    """Two sales from Ghana to Norway, on two days."""

    def stage(play: Production) -> None:
        """Two sales."""
        seller, buyer = play.party("trader", "GH"), play.party("trader", "NO")
        for day in (3, 9):
            play.at(day, partial(sale, seller, buyer))
        if change is not None:
            change(play)

    return Play(name="two_sales", pattern="F5", kind=Kind.PLAIN, rules=("STA003",), stage=stage)


def world_with(*plays: Play) -> World:
    return simulate(5, 150, plays=plays)


def told(world: World) -> list[CustodyEvent]:
    return [sent.event for sent in world.sent()]


def test_what_else_happens_is_the_same_with_a_play_and_without() -> None:
    world = world_with(a_play())
    alone = [(event.event_id, event.body) for event in told(simulate(5, 150))]

    events = told(world)

    of_the_play = world.cases[-1]
    assert [(e.event_id, e.body) for e in events if e.event_id not in of_the_play] == alone
    assert len(of_the_play) >= 20


def test_a_play_is_the_same_for_the_same_seed() -> None:
    assert told(world_with(a_play())) == told(world_with(a_play()))


def test_rules_have_nothing_against_an_honest_play_whose_parties_are_known() -> None:
    result = judged(world_with(a_play()))

    assert {key for key in result.found if key not in result.labelled} == set()


def test_events_that_are_wrong_about_one_subject_make_one_label() -> None:
    world = world_with(a_play())
    events = {event.event_id: event.body for event in told(world)}

    (label,) = world.labels

    assert (label.fault, label.rule, label.subject) == ("two_sales", "STA003", "party:SIM-TWO-SALES-1")
    assert [type(events[event]) for event in label.faulty] == [ShipmentExported, ShipmentExported]


def test_bent_events_are_sent_as_they_were_bent_or_not_at_all() -> None:
    def bend(event: CustodyEvent) -> CustodyEvent | None:
        if isinstance(event.body, ShipmentExported):
            return replace(event, body=replace(event.body, parcels=77))
        return None if isinstance(event.body, ShipmentImported) else event

    def change(play: Production) -> None:
        play.bend = bend

    world = world_with(a_play(change))
    bodies = [event.body for event in told(world) if event.event_id in world.cases[-1]]

    assert {body.parcels for body in bodies if isinstance(body, ShipmentExported)} == {77}
    assert [body for body in bodies if isinstance(body, ShipmentImported)] == []


def test_what_is_held_back_arrives_so_much_later() -> None:
    def change(play: Production) -> None:
        for thread, _ in play.threads:
            thread.held = 5 * WEEK

    def waits(world: World) -> list[timedelta]:
        sent = list(world.sent())
        return [one.sent_at - one.event.recorded_at for one in sent if one.event.event_id in world.cases[-1]]

    assert max(waits(world_with(a_play()))) < WEEK
    assert min(waits(world_with(a_play(change)))) > 4 * WEEK
