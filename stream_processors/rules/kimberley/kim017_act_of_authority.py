"""A certificate is issued, amended and cancelled by its authority, or another authority of the same participant.

An issue that somebody else reports is a paper no authority knows of; an amendment by the trader makes an altered
certificate look right. Whoever names itself as authority is one only if the register knows it as such, be it under
another spelling, or not at all. Where the participant has authorities in the register that report what they issue, one
that it does not know is a notice: a forger, or an office that the register lacks; a person decides.
The European Union has several authorities: one may act for the other.
"""

from __future__ import annotations

from schemas.events import CertificateAmended, CertificateCancelled, CertificateIssued
from schemas.findings import Severity
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.model import Party
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.certificates import authorities_of, is_authority_of, reporting, written_as
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
    got = f"certificate {certificate.number} {ACTS[type(body)]} by {event.emitter}"
    evidence = (case.state.issue_event,)
    if _may_be_one(case, event.emitter):
        registered = authorities_of(certificate.issuer, event.local_day, case.reference)
        if written_as(event.emitter, registered) is not None:
            return None
        if same_party(event.emitter, authority) and _may_be_one(case, authority):
            return _notice(got, reporting(registered, event.local_day), evidence)
    return Breach(
        got=got,
        expected=f"an act of {authority}, or of another authority of {certificate.issuer}",
        evidence=evidence,
    )


def _notice(got: str, others: tuple[Party, ...], evidence: tuple[str | None, ...]) -> Breach | None:
    """Of an authority that the register does not know, while it knows ``others`` that report what they issue."""
    if not others:
        return None
    return Breach(
        got=f"{got}, whom the register does not know",
        expected=f"an act of {' or '.join(party.party_id for party in others)}, or of an authority that is registered",
        evidence=evidence,
        severity=Severity.NOTICE,
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
    version=2,
    case=CertificateCase,
    bodies=(CertificateIssued, CertificateAmended, CertificateCancelled),
    check=_check,
)
