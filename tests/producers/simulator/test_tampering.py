"""What scenarios that tamper with a story are put together from does what it says."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TypeVar

import pytest

from producers.simulator.labels import Label
from producers.simulator.plan import FaultPlan
from producers.simulator.world import simulate
from schemas.events import (
    Body,
    CertificateIssued,
    CustodyEvent,
    CustodyReceived,
    CustodyReleased,
    ImportConfirmed,
    ShipmentExported,
    ShipmentImported,
)

B = TypeVar("B", bound=Body)


def told(scenario: str) -> tuple[list[CustodyEvent], tuple[Label, ...]]:
    """The events of one story with this fault, each once and in the order in which they happened, and its labels."""
    world = simulate(7, 60, faults=FaultPlan((scenario,)))
    events = {sent.event.event_id: sent.event for sent in world.sent()}
    case = world.cases[world.labels[0].case]
    return sorted((events[one] for one in case), key=lambda event: event.occurred_at), world.labels


def bodies(events: list[CustodyEvent], kind: type[B]) -> list[B]:
    """The bodies of one kind."""
    return [event.body for event in events if isinstance(event.body, kind)]


@pytest.mark.parametrize("scenario", ["drained_little_by_little", "a_hundredth_lost_at_every_handover"])
def test_a_lot_goes_to_and_fro_and_every_receipt_weighs_less(scenario: str) -> None:
    events, _ = told(scenario)

    received, released = bodies(events, CustodyReceived), bodies(events, CustodyReleased)
    assert len(received) == len(released) > 3
    assert all(one.to_party == two.from_party for one, two in pairwise(received))
    assert all(one.lines[0].carats > two.lines[0].carats for one, two in pairwise(received))


@pytest.mark.parametrize(
    ("scenario", "to"), [("stones_by_letter_for_a_month", None), ("letters_to_kenya_for_a_month", "KE")]
)
def test_four_letters_leave_in_a_month_from_two_firms_beside_an_honest_parcel(scenario: str, to: str | None) -> None:
    events, labels = told(scenario)

    honest = next(body for body in bodies(events, ShipmentExported) if body.certificate is not None)
    letters = [event for event in events if event.event_id in {label.event_id for label in labels}]
    sent = bodies(letters, ShipmentExported)
    assert [body.certificate for body in sent] == [None] * 4
    assert {body.to_country for body in sent} == {to or honest.to_country}
    assert len({body.exporter for body in sent}) == 2
    assert letters[-1].occurred_at - letters[0].occurred_at == timedelta(days=24)


def test_small_parcels_come_in_under_papers_of_their_own() -> None:
    events, labels = told("kenyan_papers_of_two_dealers")

    shown = [body for body in bodies(events, ShipmentImported) if body.presented and body.presented.issuer == "KE"]
    assert len(shown) == len(labels) == 2
    assert all(body.presented and body.presented.carats == body.carats for body in shown)
    assert {body.certificate.number for body in shown if body.certificate} == {
        body.presented.number for body in shown if body.presented
    }


def test_a_certificate_that_is_forged_at_its_issue_ends_its_story() -> None:
    events, (label,) = told("a_row_one_carat_short")

    assert events[-1].event_id == label.event_id
    (paper,) = (body.certificate for body in bodies(events[-1:], CertificateIssued))
    assert sum(row.carats for row in paper.hs_rows) == paper.carats - 1_000


def test_a_certificate_that_is_altered_on_its_way_was_issued_as_it_should_be() -> None:
    events, _ = told("certificate_names_another_importer")

    issued = {body.certificate.number: body.certificate for body in bodies(events, CertificateIssued)}
    shown = [body.presented for body in bodies(events, ShipmentImported) if body.presented]
    (altered,) = (paper for paper in shown if paper.importer != issued[paper.number].importer)
    assert altered.carats == issued[altered.number].carats


@pytest.mark.parametrize(
    ("scenario", "days"), [("confirmed_on_the_fourteenth_day", 14), ("confirmed_three_weeks_after_arrival", 21)]
)
def test_a_confirmation_comes_so_many_days_after_the_goods(scenario: str, days: int) -> None:
    events, _ = told(scenario)

    come = {event.body.shipment_id: event for event in events if isinstance(event.body, ShipmentImported)}
    confirmed = [(event, event.body) for event in events if isinstance(event.body, ImportConfirmed)]
    waits = [event.occurred_at - come[body.shipment_id].occurred_at for event, body in confirmed]
    assert waits.count(timedelta(days=days)) == 1


@pytest.mark.parametrize(("scenario", "days"), [("slow_courier", 7), ("courier_needs_eleven_days", 11)])
def test_a_courier_needs_so_many_days_inside_one_country(scenario: str, days: int) -> None:
    events, _ = told(scenario)

    (late,) = (event for event in events[-1:] if isinstance(event.body, CustodyReceived))
    handover = late.body.handover_id if isinstance(late.body, CustodyReceived) else ""
    (sent,) = (e for e in events if isinstance(e.body, CustodyReleased) and e.body.handover_id == handover)
    assert late.occurred_at - sent.occurred_at == timedelta(days=days)
    assert late.place.country == sent.place.country


def test_the_boxes_of_a_shipment_have_totals_of_their_own() -> None:
    events, _ = told("shipment_in_two_parts")

    come = bodies(events, ShipmentImported)
    split = next(one.shipment_id for one, two in pairwise(come) if one.shipment_id == two.shipment_id)
    (gone,) = (body for body in bodies(events, ShipmentExported) if body.shipment_id == split)
    parts = [body for body in come if body.shipment_id == split]
    assert len(parts) == 2
    assert [part.carats for part in parts] == [sum(line.carats for line in part.lines) for part in parts]
    assert sum(part.carats for part in parts) == gone.carats
