"""A certificate is issued, amended and cancelled by its authority, or another authority of the same participant.

An issue that somebody else reports is a paper no authority knows of; an amendment by the trader makes an altered
certificate look right. Whoever names itself as authority is one only if the register knows it as such, or not at all.
The European Union has several authorities: one may act for the other.
"""

from __future__ import annotations

from schemas.events import CertificateAmended, CertificateCancelled, CertificateIssued
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.certificates import is_authority_of
from stream_processors.rules.parties import same_party

ACTS = {CertificateIssued: "issued", CertificateAmended: "amended", CertificateCancelled: "cancelled"}


def _check(case: CertificateCase) -> Breach | None:
    event, body, known = case.event, case.event.body, case.state.current
    if not isinstance(body, CertificateIssued | CertificateAmended | CertificateCancelled):
        return None
    certificate = body.certificate
    authority = body.authority if isinstance(body, CertificateCancelled) else body.certificate.authority
    if known is not None and not isinstance(body, CertificateIssued):
        authority = known.authority
    if is_authority_of(event.emitter, certificate.issuer, event.local_day, case.reference):
        return None
    if same_party(event.emitter, authority) and _may_be_one(case, authority):
        return None
    return Breach(
        got=f"certificate {certificate.number} {ACTS[type(body)]} by {event.emitter}",
        expected=f"an act of {authority}, or of another authority of {certificate.issuer}",
        evidence=(case.state.issue_event,),
    )


def _may_be_one(case: CertificateCase, authority: str) -> bool:
    """Whether a party may be an authority: the register knows it as nothing else, and the goods are not its own."""
    if case.reference.party(authority) is not None:
        return False
    body = case.event.body
    paper = body.certificate if isinstance(body, CertificateIssued | CertificateAmended) else case.state.current
    return paper is None or not any(same_party(authority, party) for party in (paper.exporter, paper.importer))


RULE = Rule(
    code="KIM017",
    title="A certificate is issued, amended and cancelled by its authority",
    citation="KPCS core document, Annex I A(8), (14): issuing authority and validation [eu_a1]; corrections are "
    "endorsed on instruction of the issuing authority [in_sop]",
    in_force_from=KPCS_EFFECTIVE.day,
    blocking=True,
    case=CertificateCase,
    bodies=(CertificateIssued, CertificateAmended, CertificateCancelled),
    check=_check,
)
