"""A simulated world, judged by all rules up to the instant at which every deadline has passed."""

from __future__ import annotations

from dataclasses import dataclass

from producers.simulator.world import World
from schemas.codec import record_of
from schemas.reference.load import load_reference
from stream_processors.engine import Engine, MemoryHistories
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules
from stream_processors.verdicts import Verdict

Finding = tuple[str, str, str]
"""Rule, subject, and the event that was judged."""


@dataclass(frozen=True)
class Judged:
    """What was found in the end, beside what was labelled."""

    found: dict[Finding, Verdict]
    labelled: set[Finding]
    consequences: set[str]

    @property
    def missed(self) -> set[Finding]:
        """Labelled and not found."""
        return self.labelled - set(self.found)

    @property
    def unexpected(self) -> list[str]:
        """Found, neither labelled nor named as a consequence of what was labelled."""
        return [
            f"{key}: {verdict.got}"
            for key, verdict in self.found.items()
            if key not in self.labelled and key[0] not in self.consequences
        ]


def judged(world: World) -> Judged:
    """Send every event of ``world`` through the engine, then let time pass."""
    reference = (
        load_reference()
        .with_parties(world.parties)
        .with_sites(world.sites)
        .with_licences(world.licences)
        .with_zones(world.zones)
    )
    store = MemoryHistories()
    engine = Engine(RuleBook(all_rules(), reference), store)
    position = 0
    for sent in world.sent():
        position += 1
        engine.event(record_of(sent.event), position, sent.sent_at)
        position += sum(1 for _ in engine.let_hear(position + 1, sent.sent_at))
    engine.tick(world.ends_at, position + 1, world.ends_at)
    for _ in engine.let_hear(position + 2, world.ends_at):
        pass
    found = {(v.rule, h.subject, v.event_id): v for h in store.all() for v in h.published.values()}
    return Judged(
        found=found,
        labelled={(label.rule, label.subject, label.event_id) for label in world.labels},
        consequences={rule for label in world.labels for rule in label.also},
    )
