"""What the runs of the whole pipeline are made of: the demonstration's world, with faults, and the documented cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from deploy.feed import case_arrivals, world_arrivals
from deploy.local import Arrival
from deploy.overlay import write_overlay
from deploy.settings import Settings
from deploy.wiring import rule_book
from producers.cases import all_cases
from producers.simulator.world import simulate
from schemas.codec import record_of
from schemas.events import CustodyEvent, CustodyReleased, EventRecord, ShipmentExported
from schemas.records import ReferenceChanged, Tick
from stream_processors.rulebook import RuleBook
from tests import build
from tests.changes import STATED_AT, change
from tests.histories import START

EVENTS_TO_A_FAULT = 100


@dataclass(frozen=True, slots=True)
class Material:
    """Inputs in the order in which they were sent, and the reference data to judge them with."""

    arrivals: tuple[Arrival, ...]
    """Events without the ticks between them: time is told by whoever runs them."""

    reference: Path
    """Folder of the parties and sites of the world and the cases, for ``CARATRACE_REFERENCE``."""

    changes: tuple[ReferenceChanged, ...] = ()
    """What is stated about the reference data while the events come in."""

    @property
    def records(self) -> list[EventRecord]:
        """The events."""
        return [one.content for one in self.arrivals if isinstance(one.content, EventRecord)]

    def book(self) -> RuleBook:
        """All rules over the reference data, as a worker with these settings has them."""
        return rule_book(Settings(home=self.reference.parent, reference=self.reference))


def make_material(folder: Path, events: int, seed: int) -> Material:
    """A world of about ``events`` events, one fault for each hundred of them, all documented cases, and lots that were
    made of breached ones, of which some are cleared in the end.
    """
    cases = all_cases()
    world = simulate(seed, events, faults=max(1, events // EVENTS_TO_A_FAULT))
    made = [*descendants("KEPT"), *descendants("CLEARED")]
    around = made, [*cleared(made), *reversed(descendants("LATE"))]
    before, after = ([Arrival(event.recorded_at, record_of(event)) for event in some] for some in around)
    arrivals = [*case_arrivals(cases), *before, *world_arrivals(world), *after]
    parties = {party.party_id: party for case in cases for party in case.parties}
    reference = folder / "reference"
    write_overlay(reference, [*world.parties, *parties.values()], world.sites, world.licences, world.zones)
    return Material(tuple(one for one in arrivals if not isinstance(one.content, Tick)), reference)


GENERATIONS = 12


def descendants(name: str) -> list[CustodyEvent]:
    """A lot that is used after its end, and lots that are made of it one after the other, two at a time; the misuse
    comes last.
    """
    first = f"{name}-0"
    events = [
        build.registered(first),
        build.released(first, handover_id=name),
        build.received(first, handover_id=name),
    ]
    for number in range(GENERATIONS):
        parent = build.line(f"{name}-{number}", 1000 - number)
        children = [build.line(f"{name}-{number + 1}", 999 - number), build.line(f"{name}-{number + 1}-REST", 1)]
        events.append(build.transformed(parent, children, f"2024-03-{number // 3 + 5:02}"))
    return [*events, build.sealed(first, "2024-03-20", seal_id=name)]


def cleared(events: list[CustodyEvent]) -> list[CustodyEvent]:
    """The misuse is declared in error."""
    return [build.declared_wrong(events[-1])]


def with_changes(material: Material, seed: int) -> Material:
    """The same, while parties end and are listed, a country is suspended, a site closes, and some of it is corrected.

    They are the parties of handovers and shipments in the world, so that each change concerns somebody.
    """
    rng = Random(seed)
    handovers = [record.event for record in material.records if isinstance(record.event.body, CustodyReleased)]
    shipments = [record.event for record in material.records if isinstance(record.event.body, ShipmentExported)]
    site = next(event.place.site_id for event in handovers if event.place.site_id)
    found = [_listed(rng.choice(shipments)), _suspended(rng.choice(shipments))]
    found += [_silent(rng.choice(handovers), minute) for minute in range(3)]
    found.append(change("sites", site_id=site, iso2="BW", closed_on=START.date().isoformat()))
    found.append(replace(found[2], withdrawn=True, recorded_at=STATED_AT + timedelta(hours=1)))
    return replace(material, changes=tuple(found))


def _listed(event: CustodyEvent) -> ReferenceChanged:
    assert isinstance(event.body, ShipmentExported)
    start = event.occurred_at.date().isoformat()
    return change("listed_parties", name=event.body.exporter, jurisdiction="UN", start=start)


def _suspended(event: CustodyEvent) -> ReferenceChanged:
    assert isinstance(event.body, ShipmentExported)
    start = event.occurred_at.date().isoformat()
    return change("participant_status", iso2=event.body.from_country, start=start)


def _silent(event: CustodyEvent, minute: int) -> ReferenceChanged:
    """The receiver of a handover sends no events from that day on."""
    assert isinstance(event.body, CustodyReleased)
    at, start = STATED_AT + timedelta(minutes=minute), event.occurred_at.date().isoformat()
    return change("parties", party_id=event.body.to_party, connected="no", valid_from=start, recorded_at=at)
