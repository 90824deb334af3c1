"""Rough crosses a border only under a Kimberley Process certificate.

Every shipment of rough that leaves or enters the territory of a participant goes with a duly validated certificate; a
movement between two countries of the European Union is no export.
"""

from __future__ import annotations

from schemas.events import ShipmentExported, ShipmentImported
from schemas.measures import carats_text
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, EventCase, Rule
from stream_processors.rules.borders import rough_carats, rough_crosses


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, ShipmentExported | ShipmentImported):
        return None
    way = "leave" if isinstance(body, ShipmentExported) else "enter"
    return Breach(
        got=f"{carats_text(rough_carats(body.lines))} of rough {way} from {body.from_country} to {body.to_country} in "
        f"shipment {body.shipment_id} without a certificate"
        + case.reference.membership.mark(body.from_country, body.to_country),
        expected="a certificate that goes with the shipment",
    )


def _applies(case: EventCase) -> bool:
    body = case.event.body
    if not isinstance(body, ShipmentExported | ShipmentImported) or body.certificate is not None:
        return False
    if isinstance(body, ShipmentImported) and body.presented is not None:
        return False
    return rough_crosses(body, case.event.local_day, case.reference)


RULE = Rule(
    code="KIM001",
    title="Rough crosses a border only under a certificate",
    citation="KPCS core document, Section II(a), III(a), (b) [ukann]; Regulation (EC) 2368/2002, Chapter III [ukch3]",
    in_force_from=KPCS_EFFECTIVE.day,
    blocking=True,
    case=EventCase,
    bodies=(ShipmentExported, ShipmentImported),
    check=_check,
    applies=_applies,
)
