"""No goods go to, come from or belong to a party whose assets are frozen where the goods or the other party are.

Parties are compared with the lists by name, as whole words of their names in the register or of their ids: the list
itself decides whether it is the same one. While dealings may still be wound down, they are only noted.
"""

from __future__ import annotations

from datetime import date

from schemas.events import CustodyReceived, CustodyReleased, OwnershipTransferred, ShipmentExported, ShipmentImported
from schemas.findings import Severity
from schemas.reference.model import Listing
from schemas.reference.sanctions import EVERYWHERE
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.consignments import jurisdiction_of


def _check(case: LotCase) -> Breach | None:
    parties, day = _parties(case), case.event.local_day
    for role, party in parties:
        for listing in _entries(case, party, day):
            bound = _bound(case, parties)
            if listing.holds_on(day) and (listing.jurisdiction == EVERYWHERE or listing.jurisdiction in bound):
                return Breach(
                    got=f"{party} is {role} on {day}, listed as {listing.name} (by name)",
                    expected=f"no dealings: {listing.cited}",
                    evidence=(case.lot.owners[-1].event_id,) if role == "owner" else (),
                    severity=Severity.NOTICE if listing.winding_down_on(day) else None,
                )
    return None


def _parties(case: LotCase) -> tuple[tuple[str, str], ...]:
    body = case.event.body
    if isinstance(body, CustodyReleased | CustodyReceived):
        return ("consignor", body.from_party), ("consignee", body.to_party)
    if isinstance(body, OwnershipTransferred):
        return ("seller", body.seller), ("buyer", body.buyer)
    if isinstance(body, ShipmentExported | ShipmentImported):
        sides = ("exporter", body.exporter), ("importer", body.importer)
        return (*sides, ("owner", case.lot.owners[-1].owner)) if case.lot.owners else sides
    return ()


def _entries(case: LotCase, party: str, day: date) -> tuple[Listing, ...]:
    registered = case.reference.party(party, day)
    return case.reference.sanctions.listed(party, registered.name if registered else "")


def _bound(case: LotCase, parties: tuple[tuple[str, str], ...]) -> set[str | None]:
    """The jurisdictions of the place, of the countries the goods go between, and of the parties."""
    body, reference, day = case.event.body, case.reference, case.event.local_day
    countries = {case.event.place.country}
    if isinstance(body, ShipmentExported | ShipmentImported):
        countries |= {body.from_country, body.to_country}
    registered = [reference.party(party, day) for _, party in parties]
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
    bodies=(OwnershipTransferred, CustodyReleased, CustodyReceived, ShipmentExported, ShipmentImported),
    check=_check,
)
