"""A rough lot does not turn up in another participant's territory unless a shipment took it there.

Goods that change country between two scans, with no export or import in between, were carried over the border; so were
goods that are exported from another country than the one they were in. On their way to where they were exported a
carrier may have them in any country; whether a party that the register does not know is one, a person must say.
Lab-grown rough is outside the scheme.
"""

from __future__ import annotations

from schemas.events import CustodyReceived, CustodyReleased, Form, LotsTransformed, ShipmentExported, Species
from schemas.findings import Severity
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.routing import Role
from stream_processors.rules.base import LIVING, Breach, LotCase, Rule
from stream_processors.rules.borders import same_territory

CARRIERS = frozenset({"carrier", "vault"})
"""Roles of the register that keep goods of others on their way."""


def _check(case: LotCase) -> Breach | None:
    lot, body = case.lot, case.event.body
    here = body.from_country if isinstance(body, ShipmentExported) else case.event.place.country
    if here is None or lot.country is None or here == lot.country:
        return None
    day = case.event.local_day
    if same_territory(here, lot.country, day, case.reference):
        return None
    if lot.cleared_to is not None and same_territory(here, lot.cleared_to, day, case.reference):
        return None
    carrier = _carrier(case) if lot.cleared_to is not None else False
    if carrier:
        return None
    cleared = f", exported to {lot.cleared_to}" if lot.cleared_to else ""
    return Breach(
        got=f"it turns up in {here}, and was in {lot.country} before{cleared}"
        + case.reference.membership.mark(here, lot.country, lot.cleared_to),
        expected=f"an export from {lot.country} to {here}, or an import into {here}, in between",
        evidence=(lot.country_event, lot.cleared_event if lot.cleared_to else None),
        awaiting=body.from_party if isinstance(body, CustodyReceived) else None,
        severity=Severity.NOTICE if carrier is None else None,
    )


def _carrier(case: LotCase) -> bool | None:
    """Whether a carrier has exported goods in hands on their way; None where the register does not know the party."""
    body = case.event.body
    match body:
        case CustodyReceived():
            holder = body.to_party
        case CustodyReleased():
            holder = body.from_party
        case _:
            return False
    party = case.reference.party(holder, case.event.local_day)
    return None if party is None else party.role in CARRIERS


def _applies(case: LotCase) -> bool:
    lot = case.lot
    return lot.form is Form.ROUGH and lot.species is not Species.LAB_GROWN


RULE = Rule(
    code="KIM002",
    title="A rough lot crosses a border only in a shipment",
    citation="KPCS core document, Section III(a), (b) [ukann]; transit is covered by its certificate [zoll]",
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    case=LotCase,
    bodies=(CustodyReleased, CustodyReceived, LotsTransformed, ShipmentExported),
    roles=frozenset({Role.LINE, Role.INPUT}),
    check=_check,
    lots=LIVING,
    applies=_applies,
)
