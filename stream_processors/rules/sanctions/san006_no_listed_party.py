"""No goods go to, come from or belong to a party whose assets are frozen where the goods or the other party are.

Parties are compared with the lists by name, as whole words of their names in the register or of their ids: the list
itself decides whether it is the same one. While dealings may still be wound down, they are only noted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from schemas.events import (
    Body,
    CustodyReceived,
    CustodyReleased,
    OwnershipTransferred,
    ShipmentExported,
    ShipmentImported,
)
from schemas.findings import Severity
from schemas.reference.model import Listing, Reference
from schemas.reference.sanctions import EVERYWHERE
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.consignments import jurisdiction_of

_SIDES: dict[type[Body], tuple[tuple[str, Callable[[Any], str]], ...]] = {
    CustodyReleased: (("consignor", attrgetter("from_party")), ("consignee", attrgetter("to_party"))),
    CustodyReceived: (("consignor", attrgetter("from_party")), ("consignee", attrgetter("to_party"))),
    OwnershipTransferred: (("seller", attrgetter("seller")), ("buyer", attrgetter("buyer"))),
    ShipmentExported: (("exporter", attrgetter("exporter")), ("importer", attrgetter("importer"))),
    ShipmentImported: (("exporter", attrgetter("exporter")), ("importer", attrgetter("importer"))),
}


def _check(case: LotCase) -> Breach | None:
    body, reference = case.event.body, case.reference
    for role, side in _SIDES[type(body)]:
        party = side(body)
        breach = _dealing(case, role, party) if _entries(reference, party) else None
        if breach is not None:
            return breach
    owner = _owner(case)
    return _dealing(case, "owner", owner) if owner and _entries(reference, owner) else None


def _owner(case: LotCase) -> str | None:
    """Whose goods cross a border."""
    crosses = isinstance(case.event.body, ShipmentExported | ShipmentImported)
    return case.lot.owners[-1].owner if crosses and case.lot.owners else None


def _dealing(case: LotCase, role: str, party: str) -> Breach | None:
    """What is wrong with a party that may be one that is, or was, on some list."""
    day, bound = case.event.local_day, _bound(case)
    registered = case.reference.party(party, day)
    for listing in case.reference.sanctions.listed(party, registered.name if registered else ""):
        if listing.holds_on(day) and (listing.jurisdiction == EVERYWHERE or listing.jurisdiction in bound):
            return Breach(
                got=f"{party} is {role} on {day}, listed as {listing.name} (by name)",
                expected=f"no dealings: {listing.cited}",
                evidence=(case.lot.owners[-1].event_id,) if role == "owner" else (),
                severity=Severity.NOTICE if listing.winding_down_on(day) else None,
            )
    return None


@lru_cache(maxsize=65_536)
def _entries(reference: Reference, party: str) -> tuple[Listing, ...]:
    """The entries that may mean ``party``, whatever it was called when: nearly always none, so it is asked first."""
    return reference.sanctions.listed(party, *(known.name for known in reference.versions_of(party)))


def _bound(case: LotCase) -> set[str | None]:
    """The jurisdictions of the place, of the countries the goods go between, and of the parties."""
    body, reference, day = case.event.body, case.reference, case.event.local_day
    countries = {case.event.place.country}
    if isinstance(body, ShipmentExported | ShipmentImported):
        countries |= {body.from_country, body.to_country}
    parties = [*(side(body) for _, side in _SIDES[type(body)]), _owner(case)]
    registered = [reference.party(party, day) for party in parties if party]
    countries |= {party.country for party in registered if party}
    return {jurisdiction_of(country, day, reference) for country in countries}


RULE = Rule(
    code="SAN006",
    title="No listed party sends, takes or owns the goods",
    citation=(
        "Asset freezes and blockings: United Kingdom [uk_alr], United States [us_alr] [wag], European Union [eu_alr], "
        "United Nations [unsc]"
    ),
    in_force_from=date(2015, 8, 20),
    blocking=True,
    parameters={"table": "listed_parties.csv: names, jurisdictions and days"},
    case=LotCase,
    bodies=tuple(_SIDES),
    check=_check,
)
