"""A certificate expires no later than its issuer's law allows, and not before it was issued.

The European Union allows two months, Canada 60 days; of other participants no limit is known, and the rule is silent.
"""

from __future__ import annotations

from schemas.events import CertificateAmended, CertificateIssued, ShipmentImported
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.records import mark_of
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.certificates import stated
from stream_processors.rules.words import days_text


def _check(case: CertificateCase) -> Breach | None:
    certificate = stated(case)
    if certificate is None:
        return None
    latest = case.reference.latest_expiry(certificate.issuer, certificate.issued_on)
    issued, expires = certificate.issued_on, certificate.expires_on
    if issued <= expires and (latest is None or expires <= latest):
        return None
    rule = case.reference.certificate_rule(certificate.issuer, issued)
    mark = mark_of(rule.validity_confidence) if rule is not None else ""
    until = f" to {latest}, the longest validity of {certificate.issuer}{mark}" if latest else " or later"
    return Breach(
        got=f"certificate {certificate.number} issued on {issued}, valid to {expires}: {days_text(expires - issued)}",
        expected=f"a last day from {issued}{until}",
        evidence=(case.state.issue_event,),
    )


def _applies(case: CertificateCase) -> bool:
    return stated(case) is not None


RULE = Rule(
    code="KIM005",
    title="A certificate is valid no longer than its issuer allows",
    citation="Regulation (EC) 2368/2002, Article 12: two months [eu12]; SOR/2003-15: 60 days [ca_reg]; "
    "KPCS core document, Annex I A(6), (7) [eu_a1]",
    in_force_from=KPCS_EFFECTIVE.day,
    blocking=True,
    case=CertificateCase,
    bodies=(CertificateIssued, CertificateAmended, ShipmentImported),
    check=_check,
    applies=_applies,
)
