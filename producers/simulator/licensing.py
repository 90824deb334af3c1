"""The registers of the simulated world: who is licensed for what, who is bound by warranties, and outlines of zones.

All of it is made up; the centres lie somewhere in the district that a digging is named after.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from random import Random

from producers.simulator.actors import SOURCE, Actor
from producers.simulator.cast import Cast, Digging
from schemas.events import Place
from schemas.reference.licences import Licence
from schemas.reference.records import Site
from schemas.reference.zones import Zone

CENTRES = {
    "AO-MALANJE-ASM": (-9.5, 16.3), "CD-KASAI-ASM": (-5.4, 20.8), "CD-KASAI-CENTRAL-ASM": (-5.9, 22.4),
    "CD-KASAI-ORIENTAL-ASM": (-6.1, 23.6), "CF-BASSE-KOTTO-ASM": (5.0, 21.4), "CF-HAUTE-KOTTO-ASM": (6.5, 22.0),
    "CF-LOBAYE-ASM": (4.3, 17.9), "CF-MAMBERE-KADEI-ASM": (4.6, 15.8), "CF-SANGHA-MBAERE-ASM": (3.5, 16.0),
    "CG-CUVETTE-OUEST-ASM": (0.1, 14.5), "CG-KOUILOU-ASM": (-4.2, 12.1), "CG-LEKOUMOU-ASM": (-3.3, 13.4),
    "CG-NIARI-ASM": (-3.2, 12.5), "CM-EAST-ASM": (4.2, 15.1), "GH-BIRIM-ASM": (6.1, -0.9),
    "GN-BANANKORO-ASM": (9.2, -9.3), "LR-ASM": (6.9, -11.0), "SIM-SL-KONO-ASM": (8.7, -10.9),
    "SIM-SL-KENEMA-ASM": (8.0, -11.1), "SIM-SL-BO-ASM": (7.9, -11.7),
}  # fmt: skip
"""Latitude and longitude of the middle of each digging; one that is not named here has no zone."""

RADIUS = 0.08
"""Half the width of a zone in degrees of latitude, some 9 km; pits lie in its inner half."""

_EVER = date(1990, 1, 1)
_LICENSED_ROLES = {
    "trader": "buying", "cutter": "buying", "exporter": "exporting", "miner": "mining", "digger": "digging",
}  # fmt: skip
_BOUND_ROLES = frozenset({"trader", "cutter", "exporter", "miner"})
"""Parties of these roles belong to a body that binds its members by the System of Warranties."""


def permit(holder: str) -> str:
    """The number of a digger's permit."""
    return f"PERMIT-{holder}"


def mine_licence(site: Site) -> str:
    """The number of a mine's licence."""
    return f"LIC-{site.site_id}"


def former(number: str) -> str:
    """The number of the licence that came before, which has ended."""
    return f"{number}-FORMER"


def pit(digging: Digging, rng: Random) -> Place:
    """A place in the zone of a digging, with its position."""
    site = digging.site
    centre = CENTRES.get(site.site_id)
    if centre is None:
        return digging.cooperative.place
    latitude, longitude = (round(at + (rng.random() - 0.5) * RADIUS, 5) for at in centre)
    return Place(site.site_id, site.iso2, site.area, latitude, longitude)


def zones_of(cast: Cast) -> tuple[Zone, ...]:
    """A six-sided zone around each digging."""
    return tuple(_zone(digging.site) for digging in cast.diggings if digging.site.site_id in CENTRES)


def _zone(site: Site) -> Zone:
    latitude, longitude = CENTRES[site.site_id]
    turns = [math.radians(60 * corner) for corner in range(7)]
    ring = [
        (round(longitude + RADIUS * math.sin(turn), 5), round(latitude + RADIUS * math.cos(turn), 5)) for turn in turns
    ]
    ring[-1] = ring[0]
    return Zone(
        f"ZONE-{site.site_id}",
        site.iso2,
        site.area or site.name,
        None,
        None,
        None,
        ((tuple(ring),),),
        SOURCE,
        "proposed",
    )


def licences_of(
    cast: Cast, guests: Iterable[Actor], start: date, licensed: frozenset[str] = frozenset()
) -> tuple[Licence, ...]:
    """The licences of all parties but those that are ``licensed`` already, and numbers that ended before ``start``."""
    ended = date(start.year - 1, 12, 31)
    found = [row for digging in cast.diggings for row in _of_digging(digging, ended)]
    for mine in cast.mines:
        found.append(licence_of(mine_licence(mine.site), mine.operator, "mining", site=mine.site))
    houses = {mine.house.party_id: mine.house for mine in cast.mines} | {
        d.house.party_id: d.house for d in cast.diggings
    }
    found += [licence_of(f"LIC-{house.party_id}", house, "exporting") for house in houses.values()]
    known = licensed | {guest.party_id for guest in guests}
    local = known | {actor.party_id for digging in cast.diggings for actor in (*digging.collectors, digging.retired)}
    dealers = [a for a in cast.actors.values() if a.role in ("trader", "cutter") and a.party_id not in local]
    found += [
        licence_of(f"LIC-{actor.party_id}", actor, _LICENSED_ROLES[actor.role])
        for actor in (*dealers, *guests)
        if actor.role in _LICENSED_ROLES and actor.party_id not in licensed
    ]
    bound = [actor for actor in cast.actors.values() if actor.role in _BOUND_ROLES]
    found += [licence_of(f"SOW-{actor.party_id}", actor, "warranties") for actor in bound]
    return tuple({(row.licence, row.valid_from): row for row in found}.values())


def _of_digging(digging: Digging, ended: date) -> Iterator[Licence]:
    for number, digger in enumerate(digging.diggers, 1):
        phone = f"{digging.site.site_id} {number:03d}"
        yield licence_of(permit(digger.party_id), digger, "digging", site=digging.site, phone=phone)
        yield licence_of(
            former(permit(digger.party_id)), digger, "digging", site=digging.site, until=ended, phone=phone
        )
    for collector in digging.collectors:
        yield licence_of(f"LIC-{collector.party_id}", collector, "buying", site=digging.site)
    yield licence_of(f"LIC-{digging.retired.party_id}", digging.retired, "buying", site=digging.site, until=ended)


def licence_of(  # noqa: PLR0913 - a row of the register has so many columns
    number: str,
    holder: Actor,
    kind: str,
    *,
    site: Site | None = None,
    since: date = _EVER,
    until: date | None = None,
    phone: str | None = None,
    diggers: int | None = None,
) -> Licence:
    """A licence of ``holder``; without other days it has always held and has no end."""
    return Licence(
        licence=number,
        holder=holder.party_id,
        kind=kind,
        country=holder.country,
        area=site.area if site else None,
        site_id=site.site_id if site else None,
        diggers=1 if kind == "digging" and diggers is None else diggers,
        valid_from=since,
        valid_until=until,
        phone=phone,
        address=None,
        account=None,
        source=SOURCE,
        confidence="proposed",
    )
