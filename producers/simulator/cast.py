"""Everybody who takes part: built once from the seed and the reference data, then asked by the stories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from producers.simulator.actors import Actor
from producers.simulator.casting import Casting
from producers.simulator.links import DAILY, FIELD, ONLINE
from producers.simulator.places import DIGGINGS, HUBS, OFFSETS, OPEN_TO_RUSSIAN_GOODS, Hub, hub_site
from schemas.errors import ConfigurationError
from schemas.reference.model import Reference
from schemas.reference.records import Site


@dataclass(frozen=True, slots=True)
class Mine:
    """An industrial mine, its operator and the sorting house of its country."""

    site: Site
    operator: Actor
    house: Actor


@dataclass(frozen=True, slots=True)
class Digging:
    """An artisanal site: the cooperative that records for its diggers, collectors, and the buying house.

    ``retired`` is a collector whose licence has ended.
    """

    site: Site
    cooperative: Actor
    diggers: tuple[Actor, ...]
    collectors: tuple[Actor, ...]
    retired: Actor
    house: Actor


@dataclass(frozen=True, slots=True)
class Centre:
    """The parties of a trading centre."""

    hub: Hub
    traders: tuple[Actor, ...]
    cutters: tuple[Actor, ...]
    laboratory: Actor | None
    retailers: tuple[Actor, ...]


class Cast:
    """All parties, and who can be met where."""

    def __init__(self, reference: Reference, start: date, rng: Random) -> None:
        """Cast every role. Raises ConfigurationError where no mine or too few centres may trade on ``start``."""
        self.reference = reference
        casting = Casting(reference, rng)
        self._authorities = {country: casting.authority(country) for country in OFFSETS}
        self.centres = tuple(_centre(casting, hub) for hub in HUBS if self.may_trade(hub.country, None, start))
        self.mines = tuple(_mines(casting, self._working(reference.sites.values(), "mine", start)))
        sites = (*reference.sites.values(), *DIGGINGS)
        self.diggings = tuple(_diggings(casting, self._working(sites, "artisanal", start)))
        self.growers = tuple(casting.actor(f"SIM-GROWER-{c}", c, "other", DAILY) for c in ("IN", "CN", "US"))
        self.carriers = tuple(casting.actor(f"SIM-CARRIER-{n}", "BE", "carrier", ONLINE).party_id for n in (1, 2, 3))
        if not self.mines or not self.diggings or len(self.centres) < 3:
            raise ConfigurationError(
                f"expected mines, diggings and three trading centres that may trade rough on {start}; "
                "start the simulation on a later day, or check the reference data"
            )
        self.actors = casting.actors
        self.added = casting.added
        self.sites = (*DIGGINGS, *(hub_site(hub) for hub in HUBS))
        self._capacities = tuple(accumulate(mine.site.capacity_ct_per_year or 0 for mine in self.mines))

    def _working(self, sites: Iterable[Site], kind: str, day: date) -> list[Site]:
        return [
            site
            for site in sites
            if site.kind == kind and site.iso2 in OFFSETS and site.open_on(day)
            if "care and maintenance" not in site.note and "part of" not in site.note
            if self.may_trade(site.iso2, site.area, day) and self.may_trade(site.iso2, None, day)
        ]

    def may_trade(self, country: str, area: str | None, day: date) -> bool:
        """Whether rough of ``country`` may be traded on ``day``."""
        return self.reference.trade_right(country, area, day).allowed is True

    def authority(self, country: str) -> Actor:
        """The Kimberley Process authority of ``country``."""
        return self._authorities[country]

    def need_authority(self, country: str, casting: Casting) -> None:
        """See to it that ``country`` has an authority; ``casting`` makes it where there was none."""
        if country not in self._authorities:
            authority = self._authorities[country] = casting.authority(country)
            self.actors[authority.party_id] = authority

    def participant(self, country: str, day: date) -> str | None:
        """The participant whose territory ``country`` is."""
        return self.reference.participant_of(country, day)

    def mine(self, rng: Random) -> Mine:
        """A mine; the larger its capacity, the more often."""
        point = rng.random() * self._capacities[-1]
        return next(mine for mine, upto in zip(self.mines, self._capacities, strict=True) if point < upto)

    def centre(self, country: str) -> Centre | None:
        """The trading centre of ``country``."""
        return next((centre for centre in self.centres if centre.hub.country == country), None)

    def rough_centre(self, rng: Random, origins: tuple[str, ...], leave: str) -> Centre:
        """A centre outside ``leave`` that takes rough of these origins."""
        return self._choose(rng, [(c, c.hub.rough_share) for c in self._open(origins) if c.traders], leave)

    def cutting_centre(self, rng: Random, origins: tuple[str, ...]) -> Centre:
        """A centre with cutters."""
        return self._choose(rng, [(c, len(c.cutters)) for c in self._open(origins) if c.cutters], None)

    def polished_centre(self, rng: Random, origins: tuple[str, ...]) -> Centre:
        """A centre where polished of these origins is sold to the public."""
        return self._choose(rng, [(c, c.hub.polished_share) for c in self._open(origins) if c.retailers], None)

    def _open(self, origins: tuple[str, ...]) -> list[Centre]:
        if "RU" not in origins:
            return list(self.centres)
        return [centre for centre in self.centres if centre.hub.country in OPEN_TO_RUSSIAN_GOODS]

    def _choose(self, rng: Random, shares: list[tuple[Centre, int]], leave: str | None) -> Centre:
        left = [(centre, share) for centre, share in shares if centre.hub.country != leave and share]
        point = rng.random() * sum(share for _, share in left)
        for centre, share in left:
            point -= share
            if point < 0:
                return centre
        return left[-1][0]


def _mines(casting: Casting, sites: list[Site]) -> Iterable[Mine]:
    for site in sites:
        if not site.capacity_ct_per_year:
            continue
        operator = casting.actor(f"SIM-MINE-{site.site_id}", site.iso2, "miner", ONLINE, site)
        yield Mine(site, operator, casting.actor(f"SIM-HOUSE-{site.iso2}", site.iso2, "exporter", ONLINE))


def _diggings(casting: Casting, sites: list[Site]) -> Iterable[Digging]:
    for site in sites:
        name = site.site_id.removeprefix("SIM-")
        cooperative = casting.actor(f"SIM-COOP-{name}", site.iso2, "cooperative", FIELD, site)
        yield Digging(
            site=site,
            cooperative=cooperative,
            diggers=tuple(casting.digger(f"SIM-DIGGER-{name}-{n}", cooperative) for n in range(1, 11)),
            collectors=tuple(
                casting.actor(f"SIM-COLLECTOR-{name}-{n}", site.iso2, "trader", FIELD, site) for n in (1, 2, 3)
            ),
            retired=casting.actor(f"SIM-COLLECTOR-{name}-RETIRED", site.iso2, "trader", FIELD, site),
            house=casting.actor(f"SIM-BUYING-HOUSE-{site.iso2}", site.iso2, "exporter", DAILY),
        )


def _centre(casting: Casting, hub: Hub) -> Centre:
    def several(role: str, count: int) -> tuple[Actor, ...]:
        names = (f"SIM-{role.upper()}-{hub.country}-{n}" for n in range(1, count + 1))
        return tuple(casting.actor(name, hub.country, role, DAILY, hub_site(hub)) for name in names)

    laboratories = several("laboratory", 1 if hub.laboratory else 0)
    return Centre(
        hub=hub,
        traders=several("trader", hub.traders),
        cutters=several("cutter", hub.cutters),
        laboratory=laboratories[0] if laboratories else None,
        retailers=several("retailer", hub.retailers),
    )
