"""A rough lot does not turn up in another participant's territory unless a shipment took it there.

Goods that change country between two scans, with no export or import in between, were carried over the border.
"""

from __future__ import annotations

from schemas.events import CustodyReceived, CustodyReleased, Form, LotsTransformed
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.routing import Role
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.borders import local_day, same_territory


def _check(case: LotCase) -> Breach | None:
    here, lot, body = case.event.place.country, case.lot, case.event.body
    if here is None or lot.country is None or here == lot.country:
        return None
    day = local_day(case.event)
    if same_territory(here, lot.country, day, case.reference):
        return None
    if lot.cleared_to is not None and same_territory(here, lot.cleared_to, day, case.reference):
        return None
    cleared = f", exported to {lot.cleared_to}" if lot.cleared_to else ""
    return Breach(
        got=f"it turns up in {here}, and was in {lot.country} before{cleared}",
        expected=f"an export from {lot.country} to {here}, or an import into {here}, in between",
        evidence=(lot.custody_event,),
        awaiting=body.from_party if isinstance(body, CustodyReceived) else None,
    )


def _applies(case: LotCase) -> bool:
    return case.lot.form is Form.ROUGH and case.lot.alive


RULE = Rule(
    code="KIM002",
    title="A rough lot crosses a border only in a shipment",
    citation="KPCS core document, Section III(a), (b) [ukann]; transit is covered by its certificate [zoll]",
    in_force_from=KPCS_EFFECTIVE.day,
    case=LotCase,
    bodies=(CustodyReleased, CustodyReceived, LotsTransformed),
    roles=frozenset({Role.LINE, Role.INPUT}),
    check=_check,
    applies=_applies,
)
