"""The registers of the simulated world, and what its honest parties write down because of them."""

from __future__ import annotations

from datetime import date

import pytest

from producers.simulator.handover import WARRANTY, WARRANTY_2003, warranty_on
from producers.simulator.world import simulate
from schemas.documents import PURCHASE_SLIP, documents_of
from schemas.events import CustodyEvent, LotRegistered, LotsTransformed, OwnershipTransferred, Process, RegistrationKind
from schemas.reference.load import load_reference
from schemas.reference.warranties import NEW, OLD


@pytest.fixture(scope="module")
def told() -> list[CustodyEvent]:
    """The events of an honest world."""
    return [sent.event for sent in simulate(3, 2_000).sent()]


def test_every_find_of_a_digging_has_a_position_in_its_zone(told: list[CustodyEvent]) -> None:
    world = simulate(3, 2_000)
    zones = load_reference().with_zones(world.zones).zones
    finds = [e for e in told if isinstance(e.body, LotRegistered) and (e.body.licence or "").startswith("PERMIT")]
    assert len(finds) > 20
    for event in finds:
        place = event.place
        assert place.country is not None
        assert place.area is not None
        assert place.latitude is not None
        assert place.longitude is not None
        assert zones.metres_outside_area(place.country, place.area, place.latitude, place.longitude) == 0


def test_every_mined_lot_states_a_licence_of_the_register(told: list[CustodyEvent]) -> None:
    book = load_reference().with_licences(simulate(3, 2_000).licences).licences
    mined = [e for e in told if isinstance(e.body, LotRegistered) and e.body.kind is RegistrationKind.MINED]
    assert mined
    for event in mined:
        assert isinstance(event.body, LotRegistered)
        found = book.numbered(event.body.licence or "", event.place.country)
        assert any(row.valid_on(event.local_day) and row.holder == event.body.custodian for row in found)


def test_a_parcel_of_a_buying_house_has_a_slip_for_each_artisan(told: list[CustodyEvent]) -> None:
    mixed = [e for e in told if isinstance(e.body, LotsTransformed) and e.body.process is Process.MIX]
    with_slips = [documents_of(event.evidence, PURCHASE_SLIP) for event in mixed]
    assert any(len(slips) >= 2 for slips in with_slips)
    shown = {slip.reference for slips in with_slips for slip in slips}
    written = {
        slip.reference
        for event in told
        if isinstance(event.body, OwnershipTransferred)
        for slip in documents_of(event.evidence, PURCHASE_SLIP)
    }
    assert shown <= written


def test_sellers_state_what_was_stated_on_the_day() -> None:
    statements = load_reference().warranties
    assert (statements.edition(WARRANTY_2003), statements.edition(WARRANTY)) == (OLD, NEW)
    assert [warranty_on(date(2021, 9, day)) for day in (20, 21)] == [WARRANTY_2003, WARRANTY]


def test_a_licence_that_ended_did_so_before_the_world_begins() -> None:
    ended = [row for row in simulate(3, 10, start=date(2019, 5, 1)).licences if row.valid_until is not None]
    assert ended
    assert {row.valid_until for row in ended} == {date(2018, 12, 31)}
