"""A shipment leaves before it arrives.

An import that is older than the export of the same shipment was written down for goods that were already there.
"""

from __future__ import annotations

from datetime import timedelta

from schemas.events import ShipmentExported
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.settings import MINUTES, Setting
from stream_processors.custody.certificate_fold import is_return
from stream_processors.rules.base import Breach, CertificateCase, Rule

SKEW = Setting("KIM025", "clocks", 15, MINUTES, "two clocks may differ by this much; of the country of export")


def _check(case: CertificateCase) -> Breach | None:
    body, at = case.event.body, case.event.occurred_at
    if not isinstance(body, ShipmentExported) or is_return(case.state, case.event):
        return None
    if any(export.shipment_id == body.shipment_id for export in case.state.exports):
        return None  # a second report of the export
    for entry in case.state.imports:
        if entry.shipment_id != body.shipment_id or at <= entry.at:
            continue
        if at - entry.at > timedelta(minutes=case.setting(SKEW, body.from_country)):
            return Breach(
                got=f"shipment {body.shipment_id} leaves {body.from_country} at {at:%Y-%m-%d %H:%M} UTC",
                expected=f"an export before its import at {entry.at:%Y-%m-%d %H:%M} UTC",
                evidence=(entry.event_id,),
            )
    return None


RULE = Rule(
    code="KIM025",
    title="A shipment leaves before it arrives",
    citation="KPCS core document, Section III(a), (b) [ukann]; skew of clocks proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    settings=(SKEW,),
    case=CertificateCase,
    bodies=(ShipmentExported,),
    check=_check,
)
