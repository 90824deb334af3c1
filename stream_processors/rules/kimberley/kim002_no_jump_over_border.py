"""A rough lot does not turn up in another participant's territory unless a shipment took it there.

Goods that change country between two scans, with no export or import in between, were carried over the border; so were
goods that are exported from another country than the one they were in. Lab-grown rough is outside the scheme.
"""

from __future__ import annotations

from schemas.events import CustodyReceived, CustodyReleased, Form, LotsTransformed, ShipmentExported, Species
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.routing import Role
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.borders import same_territory


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
    cleared = f", exported to {lot.cleared_to}" if lot.cleared_to else ""
    return Breach(
        got=f"it turns up in {here}, and was in {lot.country} before{cleared}",
        expected=f"an export from {lot.country} to {here}, or an import into {here}, in between",
        evidence=(lot.country_event, lot.cleared_event if lot.cleared_to else None),
        awaiting=body.from_party if isinstance(body, CustodyReceived) else None,
    )


def _applies(case: LotCase) -> bool:
    lot = case.lot
    return lot.form is Form.ROUGH and lot.species is not Species.LAB_GROWN and lot.alive


RULE = Rule(
    code="KIM002",
    title="A rough lot crosses a border only in a shipment",
    citation="KPCS core document, Section III(a), (b) [ukann]; transit is covered by its certificate [zoll]",
    in_force_from=KPCS_EFFECTIVE.day,
    case=LotCase,
    bodies=(CustodyReleased, CustodyReceived, LotsTransformed, ShipmentExported),
    roles=frozenset({Role.LINE, Role.INPUT}),
    check=_check,
    applies=_applies,
)
