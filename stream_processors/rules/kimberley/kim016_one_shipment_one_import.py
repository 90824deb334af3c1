"""A shipment comes in once: whoever reports its import reports the same goods.

KIM007 finds a certificate that is used for another shipment. Goods that are brought in under the number of a shipment
that has already come in would pass there as a second report of it, so the weights of the reports are compared.
"""

from __future__ import annotations

from schemas.events import ShipmentImported
from schemas.measures import carats_text
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, CertificateCase, Rule

CARATS = 50
"""0.05 ct, in thousandths of a carat."""


def _check(case: CertificateCase) -> Breach | None:
    body, imports = case.event.body, case.state.imports
    if not isinstance(body, ShipmentImported) or not imports:
        return None
    use = (body.shipment_id, body.to_country, body.importer)
    if any((other.shipment_id, other.country, other.importer) != use for other in imports):
        return None  # a second use of the certificate: KIM007
    first = imports[0]
    if abs(body.carats - first.carats) <= max(CARATS, first.carats // 1000):
        return None
    return Breach(
        got=f"{carats_text(body.carats)} imported as shipment {body.shipment_id}",
        expected=f"the {carats_text(first.carats)} that were imported as this shipment on {first.day}",
        evidence=(first.event_id,),
    )


RULE = Rule(
    code="KIM016",
    title="A shipment is imported once",
    citation="KPCS core document, Section II(a): a certificate for each shipment [ukann]; tolerance proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    blocking=True,
    parameters={"carats": "the larger of 0.05 ct and 0.1 % (proposed)"},
    case=CertificateCase,
    bodies=(ShipmentImported,),
    check=_check,
)
