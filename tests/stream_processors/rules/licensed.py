"""Registers of licences, members and zones for the tests of rules that ask them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from schemas.reference.model import Licence, Party, Reference, Zone
from tests import build


def licence(number: str = "LIC-1", holder: str = "MINE", **more: Any) -> Licence:
    """A licence to mine in BW for 2024; ``since`` and ``until`` are its first and last day."""
    since, until = more.pop("since", "2024-01-01"), more.pop("until", "2024-12-31")
    plain: dict[str, Any] = {"kind": "mining", "country": "BW", "area": None, "site_id": None, "diggers": None}
    plain |= {"phone": None, "address": None, "account": None, "source": "test", "confidence": "proposed"}
    return Licence(
        number,
        holder,
        valid_from=date.fromisoformat(since),
        valid_until=date.fromisoformat(until) if until else None,
        **plain | more,
    )


def party(name: str, country: str = "BW", role: str = "trader") -> Party:
    """A party of the register."""
    return Party(name, name, country, role, True, 0, None, None, "test", "proposed")


def square(area: str, south: float, west: float, size: float = 1, country: str = "BW", **more: Any) -> Zone:
    """A zone of ``size`` degrees each way, north and east of its corner."""
    north, east = south + size, west + size
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    plain: dict[str, Any] = {"licence": None, "closed_from": None, "closed_until": None}
    plain |= {"source": "test", "confidence": "proposed"}
    named = more.pop("zone_id", f"Z-{area}")
    return Zone(zone_id=named, country=country, area=area, outline=((ring,),), **plain | more)


def knowing(*licences: Licence, parties: Iterable[Party] = (), zones: Iterable[Zone] = ()) -> Reference:
    """The packaged reference data with these registers."""
    return build.packaged_reference().with_parties(parties).with_licences(licences).with_zones(zones)
