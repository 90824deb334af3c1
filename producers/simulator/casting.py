"""Makes the actors, each once: clock, line, and whether the party is connected to the system at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from producers.simulator.actors import Actor
from producers.simulator.links import DAILY, Link
from producers.simulator.places import OFFSETS
from schemas.events import Place
from schemas.reference.model import Reference
from schemas.reference.records import Site

_CLOCK_MINUTES = 6
"""Clocks are wrong by at most this much, so two of them differ by twice that, within what the rules allow."""

_ISOLATED = {"SIM-RETAILER-US-4", "SIM-RETAILER-JP-2", "SIM-RETAILER-AE-2", "SIM-TRADER-AE-4", "SIM-TRADER-BE-4"}
"""Parties that are not connected: they hand nothing in, and no receipt comes from them."""

_TITLES = {
    "miner": "Operator of", "exporter": "Export house", "cooperative": "Cooperative", "digger": "Digger",
    "trader": "Trading firm", "cutter": "Cutting works", "laboratory": "Laboratory", "retailer": "Jeweller",
    "carrier": "Secure carrier", "authority": "Authority", "other": "Growers of diamond",
}  # fmt: skip


class Casting:
    """The actors made so far; ``added`` are those that the party register does not hold yet."""

    def __init__(self, reference: Reference, rng: Random) -> None:
        """Nobody yet."""
        self._reference = reference
        self._rng = rng
        self.actors: dict[str, Actor] = {}
        self.added: list[Actor] = []

    def actor(self, party_id: str, country: str, role: str, link: Link, site: Site | None = None) -> Actor:
        """The actor with this id, made at the first call."""
        if party_id in self.actors:
            return self.actors[party_id]
        seconds = int((2 * self._rng.random() - 1) * _CLOCK_MINUTES * 60)
        place = Place(site_id=site.site_id, country=country, area=site.area) if site else Place(country=country)
        made = Actor(
            party_id=party_id,
            name=f"{_TITLES[role]} {site.name if site else country} ({party_id.removeprefix('SIM-')})",
            country=country,
            role=role,
            connected=party_id not in _ISOLATED,
            voice=party_id,
            link=link,
            clock=timedelta(seconds=seconds),
            offset=OFFSETS.get(country, 0),
            place=place,
        )
        self.actors[party_id] = made
        if self._reference.party(party_id) is None:
            self.added.append(made)
        return made

    def digger(self, party_id: str, cooperative: Actor) -> Actor:
        """A digger, for whom ``cooperative`` records."""
        made = replace(cooperative, party_id=party_id, role="digger", name=f"Digger ({party_id.removeprefix('SIM-')})")
        self.actors[party_id] = made
        self.added.append(made)
        return made

    def authority(self, country: str) -> Actor:
        """The authority of ``country``: the one of the register, or one made up where it has none."""
        known = sorted(
            party.party_id
            for party in self._reference.parties.values()
            if party.country == country and party.role == "authority"
        )
        return self.actor(known[0] if known else f"SIM-AUTHORITY-{country}", country, "authority", DAILY)
