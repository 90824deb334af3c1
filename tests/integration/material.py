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
from schemas.events import EventRecord
from schemas.records import Tick
from stream_processors.rulebook import RuleBook

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
    """A world of about ``events`` events, one fault for each hundred of them, and all documented cases."""
    cases = all_cases()
    world = simulate(seed, events, faults=max(1, events // EVENTS_TO_A_FAULT))
    arrivals = [*case_arrivals(cases), *world_arrivals(world)]
    parties = {party.party_id: party for case in cases for party in case.parties}
    reference = folder / "reference"
    write_overlay(reference, [*world.parties, *parties.values()], world.sites, world.licences, world.zones)
    return Material(tuple(one for one in arrivals if not isinstance(one.content, Tick)), reference)
