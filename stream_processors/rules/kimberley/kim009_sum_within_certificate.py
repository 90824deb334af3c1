"""All that is imported under a certificate together weighs no more than the certificate says.

A certificate that is split over several imports, or stretched in one, lets uncertified rough in.
"""

from __future__ import annotations

from schemas.events import ShipmentImported
from schemas.measures import carats_text
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.settings import CARATS, PER_MILLE, Setting, amount_text
from stream_processors.custody.certificate_fold import is_return
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.words import count_text

MARGIN = Setting("KIM009", "margin", 50, CARATS, "so much more may come in; of the country of import")
SHARE = Setting(
    "KIM009", "margin_share", 1, PER_MILLE, "and this much of the certificate besides; of the country of import"
)


def _check(case: CertificateCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, ShipmentImported) or is_return(case.state, case.event):
        return None
    certificate = case.state.current or body.presented
    if certificate is None:
        return None
    shipments = {movement.shipment_id: movement.carats for movement in case.state.imports}
    shipments[body.shipment_id] = body.carats
    total = sum(shipments.values())
    if total <= certificate.carats:
        return None
    margin, share = case.setting(MARGIN, body.to_country), case.setting(SHARE, body.to_country)
    if total * 1000 <= certificate.carats * (1000 + share) + margin * 1000:
        return None
    return Breach(
        got=f"{carats_text(total)} imported in {count_text(len(shipments), 'shipment')}",
        expected=f"{carats_text(certificate.carats)} at most, as certificate {certificate.number} says, give or take "
        f"{amount_text(share, PER_MILLE)} and {carats_text(margin)}",
        evidence=(case.state.current_event, *(movement.event_id for movement in case.state.imports)),
    )


RULE = Rule(
    code="KIM009",
    title="What is imported under a certificate stays within it",
    citation="KPCS core document, Annex I A(10): carats [eu_a1]; Section III(b) [ukann]; tolerance proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    blocking=True,
    settings=(MARGIN, SHARE),
    case=CertificateCase,
    bodies=(ShipmentImported,),
    check=_check,
)
