"""A certificate covers one shipment to one importer.

A certificate that is shown again brings goods into the trade that no authority has seen. Two reports of the same
shipment at the same importer are one use; refused goods on their way back are none.
"""

from __future__ import annotations

from schemas.events import ShipmentExported, ShipmentImported
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.custody.certificate_fold import is_return
from stream_processors.custody.state import Movement
from stream_processors.rules.base import Breach, CertificateCase, Rule


def _check(case: CertificateCase) -> Breach | None:
    body = case.event.body
    if isinstance(body, ShipmentExported):
        for other in case.state.exports:
            if other.shipment_id != body.shipment_id:
                return _breach("export", body, other)
    elif isinstance(body, ShipmentImported):
        use = (body.shipment_id, body.to_country, body.importer)
        for other in case.state.imports:
            if (other.shipment_id, other.country, other.importer) != use:
                return _breach("import", body, other)
    return None


def _breach(what: str, body: ShipmentExported | ShipmentImported, other: Movement) -> Breach:
    here = f"in {body.to_country}" if what == "import" else f"from {body.from_country}"
    there = f"in {other.country}" if what == "import" else f"from {other.country}"
    return Breach(
        got=f"{what} of shipment {body.shipment_id} {here} for {body.importer}, after the {what} of shipment "
        f"{other.shipment_id} {there} for {other.importer} on {other.day}",
        expected="one shipment to one importer under a certificate",
        evidence=(other.event_id,),
    )


def _applies(case: CertificateCase) -> bool:
    return bool(case.state.exports or case.state.imports) and not is_return(case.state, case.event)


RULE = Rule(
    code="KIM007",
    title="A certificate is used once",
    citation="KPCS core document, Section II(a): a certificate for each shipment [ukann]; Annex I A(4): unique [eu_a1]",
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    blocking=True,
    case=CertificateCase,
    bodies=(ShipmentExported, ShipmentImported),
    check=_check,
    applies=_applies,
)
