"""What the runs of the whole pipeline are made of: the demonstration's world, with faults, and the documented cases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from deploy.feed import case_arrivals, world_arrivals
from deploy.local import Arrival
from deploy.overlay import write_overlay
from deploy.settings import Settings
from deploy.wiring import rule_book
from producers.cases import all_cases
from producers.simulator.world import simulate
from schemas.codec import record_of
from schemas.events import CustodyEvent, EventRecord
from schemas.records import Tick
from stream_processors.rulebook import RuleBook
from tests import build

EVENTS_TO_A_FAULT = 100


@dataclass(frozen=True, slots=True)
class Material:
    """Inputs in the order in which they were sent, and the reference data to judge them with."""

    arrivals: tuple[Arrival, ...]
    """Events without the ticks between them: time is told by whoever runs them."""

    reference: Path
    """Folder of the parties and sites of the world and the cases, for ``CARATRACE_REFERENCE``."""

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
    write_overlay(reference, [*world.parties, *parties.values()], world.sites)
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
