"""A party of the simulated world, with what decides how its events look: clock, line and place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from producers.simulator.links import FIELD, Link
from schemas.events import Place
from schemas.reference.records import Party

SOURCE = "simulator"
"""Source of every party and site made here; they stand for nobody."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A party that acts.

    ``voice`` is who records for it: a cooperative records for its diggers. ``clock`` is how far its clock is ahead,
    ``offset`` its local time in minutes from UTC.
    """

    party_id: str
    name: str
    country: str
    role: str
    connected: bool
    voice: str
    link: Link
    clock: timedelta
    offset: int
    place: Place

    def party(self) -> Party:
        """Its row of the party register."""
        return Party(
            party_id=self.party_id,
            name=self.name,
            country=self.country,
            role=self.role,
            connected=self.connected,
            grace_days=21 if self.link is FIELD else 0,
            valid_from=None,
            valid_to=None,
            source=SOURCE,
            confidence="proposed",
        )
