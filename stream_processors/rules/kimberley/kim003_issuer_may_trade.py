"""A certificate counts only if its issuer is a participant that may trade on the day of issue, in the area it names.

Certificates from outside the scheme, from suspended participants and from areas that are closed are the oldest forgery.
Where participants disputed the right, or no source names the zone, a person must decide.
"""

from __future__ import annotations

from schemas.events import CertificateAmended, CertificateIssued, ShipmentImported
from schemas.findings import Severity
from schemas.reference.dates import FIRST_PARTICIPANT_LIST
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.certificates import stated


def _check(case: CertificateCase) -> Breach | None:
    certificate = stated(case)
    if certificate is None:
        return None
    right = case.reference.trade_right(certificate.issuer, certificate.area, certificate.issued_on)
    if right.allowed:
        return None
    where = f"{certificate.issuer}, area {certificate.area}," if certificate.area else certificate.issuer
    return Breach(
        got=f"certificate {certificate.number} of {where} issued on {certificate.issued_on}, when the status was "
        f"{right.cited}",
        expected="an issuer that may trade rough on that day"
        + ("" if right.allowed is False else "; a person must decide"),
        evidence=(case.state.issue_event,),
        severity=None if right.allowed is False else Severity.NOTICE,
    )


def _applies(case: CertificateCase) -> bool:
    certificate = stated(case)
    return certificate is not None and certificate.issued_on >= FIRST_PARTICIPANT_LIST.day


RULE = Rule(
    code="KIM003",
    title="The issuer of a certificate is a participant with the right to trade",
    citation="KPCS core document, Section III(c): no trade with a non-participant [ukann]; Annex I A(4), (8) [eu_a1]",
    in_force_from=FIRST_PARTICIPANT_LIST.day,
    blocking=True,
    case=CertificateCase,
    bodies=(CertificateIssued, CertificateAmended, ShipmentImported),
    check=_check,
    applies=_applies,
)
