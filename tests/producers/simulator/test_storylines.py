"""What plays are put together from does what it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

import pytest

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.post import Sent
from producers.simulator.story import Telling
from producers.simulator.storylines.bending import (
    arriving,
    bent,
    briefly,
    held,
    never_arrives,
    never_confirmed,
    renumbered,
    slow,
    unborn,
)
from producers.simulator.storylines.consigning import Ware, consign, evenly, pass_through
from producers.simulator.storylines.pricing import mistyped_export
from producers.simulator.storylines.published import banned, exported, output, reported
from producers.simulator.storylines.weighing import delivery, lighter
from producers.simulator.world import World, simulate
from schemas.events import (
    Body,
    CertificateIssued,
    CustodyEvent,
    CustodyReceived,
    CustodyReleased,
    ImportConfirmed,
    LotExamined,
    LotRegistered,
    LotSealed,
    OwnershipTransferred,
    SealInspected,
    ShipmentExported,
    ShipmentImported,
)
from tests.build import packaged_reference

B = TypeVar("B", bound=Body)
WARE = Ware(("GH",), 100_000, 10_000, lots=2)
Tell = Callable[[Thread], Telling]


def performed(change: Callable[[Tell], Tell], hours: int | None = None) -> list[CustodyEvent]:
    """One consignment from GH to AE, as ``change`` tells it, in a world of little else; on to IN after ``hours``."""
    return [sent.event for sent in sent_of(change, hours)]


def sent_of(change: Callable[[Tell], Tell], hours: int | None = None) -> list[Sent]:
    """The same, with the instants at which it was sent."""

    def stage(play: Production) -> None:
        """A consignment."""
        seller, buyer, far = (play.party("trader", country) for country in ("GH", "AE", "IN"))
        tell: Tell = partial(consign, seller, buyer, WARE)
        if hours is not None:
            tell = partial(pass_through, seller, buyer, far, WARE, hours)
        play.at(3, change(tell))

    world, sent = _told(stage)
    (case,) = world.cases.values()
    return list({one.event.event_id: one for one in reversed(sent) if one.event.event_id in case}.values())[::-1]


def _told(stage: Callable[[Production], None]) -> tuple[World, list[Sent]]:
    play = Play(name="trial", pattern="F0", kind=Kind.PLAIN, rules=("STA000",), stage=stage)
    world = simulate(5, 20, per_day=20, plays=(play,))
    return world, list(world.sent())


def as_it_is(tell: Tell) -> Tell:
    """Nothing is changed."""
    return tell


def bodies(events: list[CustodyEvent], kind: type[B]) -> list[B]:
    """The bodies of one kind."""
    return [event.body for event in events if isinstance(event.body, kind)]


def the(events: list[CustodyEvent], kind: type[Body]) -> CustodyEvent:
    """The only event of a kind."""
    (event,) = [event for event in events if isinstance(event.body, kind)]
    return event


def test_a_consignment_is_sold_certified_sent_received_and_confirmed() -> None:
    kinds = [type(event.body) for event in performed(as_it_is)]

    for kind in (LotRegistered, OwnershipTransferred, CertificateIssued, ShipmentExported, CustodyReceived):
        assert kinds.count(kind) == 1
    assert {ShipmentImported, ImportConfirmed} <= set(kinds)


@pytest.mark.parametrize(
    ("bend", "missing"),
    [
        (never_arrives, {ShipmentImported, SealInspected, CustodyReceived, ImportConfirmed, LotExamined}),
        (never_confirmed, {ImportConfirmed}),
        (unborn, {LotRegistered}),
        (briefly, {OwnershipTransferred, LotSealed, SealInspected, LotExamined}),
    ],
)
def test_what_is_not_recorded_is_missing_and_everything_else_is_there(
    bend: Callable[[CustodyEvent], CustodyEvent | None], missing: set[type[Body]]
) -> None:
    whole = {type(event.body) for event in performed(as_it_is)}

    assert {type(event.body) for event in performed(partial(bent, bend))} == whole - missing


def test_what_arrives_in_part_left_whole() -> None:
    events = performed(partial(bent, arriving(660)))

    (gone,), (come,) = bodies(events, ShipmentExported), bodies(events, ShipmentImported)
    assert [line.carats for line in come.lines] == [line.carats * 660 // 1000 for line in gone.lines]
    assert come.carats == sum(line.carats for line in come.lines)
    assert come.presented is not None
    assert come.presented.carats == gone.carats


@pytest.mark.parametrize("issued", [True, False])
def test_a_forged_number_stands_everywhere_and_an_issue_only_where_it_is_wanted(issued: bool) -> None:
    events = performed(partial(bent, renumbered("GH099999", issued=issued)))

    (gone,), (come,) = bodies(events, ShipmentExported), bodies(events, ShipmentImported)
    assert gone.certificate is not None
    assert come.presented is not None
    assert {gone.certificate.number, come.presented.number} == {"GH099999"}
    assert {paper.certificate.number for paper in bodies(events, CertificateIssued)} == (
        {"GH099999"} if issued else set()
    )


def test_a_slow_courier_needs_so_many_days_more_and_loses_nothing() -> None:
    usual, late = performed(as_it_is), performed(partial(slow, 4))

    def under_way(events: list[CustodyEvent]) -> timedelta:
        return the(events, ShipmentImported).occurred_at - the(events, ShipmentExported).occurred_at

    assert under_way(late) - under_way(usual) == timedelta(days=4)
    assert [type(event.body) for event in late] == [type(event.body) for event in usual]


def test_what_is_held_happens_as_ever_and_is_sent_later() -> None:
    usual, late = sent_of(as_it_is), sent_of(partial(held, 30))

    assert sorted(sent.event.occurred_at for sent in late) == sorted(sent.event.occurred_at for sent in usual)
    assert min(sent.sent_at for sent in late) - min(sent.sent_at for sent in usual) == timedelta(days=30)


def test_goods_that_pass_through_leave_before_their_arrival_is_confirmed() -> None:
    events = performed(as_it_is, hours=2)

    come = next(event for event in events if isinstance(event.body, ShipmentImported))
    gone = [event for event in events if isinstance(event.body, ShipmentExported)][1]
    assert timedelta(0) < gone.occurred_at - come.occurred_at < timedelta(days=5)
    assert len(bodies(events, ImportConfirmed)) == 2


def test_a_value_that_is_mistyped_is_taken_back_and_stated_anew_with_the_right_one() -> None:
    def change(tell: Tell) -> Tell:
        def telling(story: Thread) -> Telling:
            mistyped_export(100, 30, story)
            yield from tell(story)

        return telling

    def stage(play: Production) -> None:
        """A consignment."""
        seller, buyer = play.party("trader", "GH"), play.party("trader", "AE")
        play.at(3, change(partial(consign, seller, buyer, WARE)))

    world, sent = _told(stage)
    (case,) = world.cases.values()
    found = {
        (one.event.event_id, one.event.error_declaration is not None): one.event
        for one in sent
        if one.event.event_id in case and isinstance(one.event.body, ShipmentExported)
    }

    (right,) = [event for key, event in found.items() if not key[1] and (key[0], True) not in found]
    (wrong,) = [event for key, event in found.items() if not key[1] and event is not right]
    (declared,) = [event for key, event in found.items() if key[1]]
    assert declared.error_declaration is not None
    assert declared.error_declaration.corrective_event_ids == (right.event_id,)
    assert declared.recorded_at - wrong.recorded_at >= timedelta(days=29)
    assert isinstance(wrong.body, ShipmentExported)
    assert isinstance(right.body, ShipmentExported)
    assert (wrong.body.value_cents or 0) * 9 < (right.body.value_cents or 0)


@pytest.mark.parametrize(("of_ten", "lighter_lots"), [(10, 10), (4, 4)])
def test_a_thief_keeps_a_little_of_some_lots(of_ten: int, lighter_lots: int) -> None:
    def stage(play: Production) -> None:
        """A delivery of heavy lots, of which the scales do not err by so much."""
        sender, thief = play.party("exporter", "GH"), play.party("trader", "GH")
        ware = Ware(("GH",), 5_000, 10_000, lots=10)
        play.at(3, bent(lighter(500, of_ten), partial(delivery, sender, thief, ware)))

    world, sent = _told(stage)
    (case,) = world.cases.values()
    events = list({one.event.event_id: one.event for one in sent if one.event.event_id in case}.values())
    (gone,), (come,) = bodies(events, CustodyReleased), bodies(events, CustodyReceived)
    lost = [before.carats - after.carats for before, after in zip(gone.lines, come.lines, strict=True)]
    assert sum(loss > 400 for loss in lost) == lighter_lots


def test_published_figures_stand_year_by_year_with_the_prices_that_are_given() -> None:
    first, second = output("GY", 2024, 1_000, 2_000, usd=(50,))

    assert (first.year, first.carats, first.value_usd) == (2024, 1_000, 50_000)
    assert (second.year, second.carats, second.value_usd) == (2025, 2_000, None)
    (sent,) = exported("GY", 2024, 900)
    assert (sent.flow, sent.year, sent.carats) == ("export", 2024, 900)
    assert {row.operator: row.carats for row in reported("GY", 2024, one=5, two=6)} == {"one": 5, "two": 6}


def test_a_ban_holds_up_to_the_day_on_which_it_ends() -> None:
    reference = banned("GY", date(2026, 1, 1), date(2026, 3, 1))(packaged_reference())

    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1))
    assert [reference.trade_right("GY", None, day).allowed for day in days] == [True, False, False, True]


def test_days_are_the_same_time_apart() -> None:
    assert evenly(4, 10, 4) == [4, 6, 8, 10]
    assert evenly(4, 10, 1) == [4]
