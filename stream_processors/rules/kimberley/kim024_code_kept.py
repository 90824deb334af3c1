"""A lot comes in under the HS code it left under.

Gem goods that leave as industrial stones and come in as gems, or the other way round, change their value on paper
during the flight.
"""

from __future__ import annotations

from schemas.events import ShipmentImported
from schemas.findings import Severity
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, LotCase, Rule


def _check(case: LotCase) -> Breach | None:
    body, line, left = case.event.body, case.line, case.lot.shipped
    if not isinstance(body, ShipmentImported) or line is None or left is None:
        return None
    if left.shipment_id != body.shipment_id or left.hs_code == line.hs_code:
        return None
    return Breach(
        got=f"imported as HS {line.hs_code} in shipment {body.shipment_id}",
        expected=f"HS {left.hs_code}, as exported",
        evidence=(left.event_id,),
    )


RULE = Rule(
    code="KIM024",
    title="A lot comes in under the HS code it left under",
    citation="KPCS core document, Annex I A(13): classification [eu_a1]; wrong codes as a pattern of fraud [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    severity=Severity.NOTICE,
    parameters={"severity": "a notice (convention of this project)"},
    case=LotCase,
    bodies=(ShipmentImported,),
    check=_check,
)
