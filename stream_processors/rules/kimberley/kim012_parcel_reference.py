"""Where an issuer ends its parcel references in the certificate's number, both numbers are the same.

On the forged certificate 4306 of Sierra Leone the parcel reference ended in 4199. Zeros in front do not count.
"""

from __future__ import annotations

from schemas.events import CertificateAmended, CertificateIssued, ShipmentImported
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.records import mark_of
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.certificates import bare_number, stated


def _check(case: CertificateCase) -> Breach | None:
    certificate = stated(case)
    if certificate is None or certificate.parcel_reference is None:
        return None
    rule = case.reference.certificate_rule(certificate.issuer, certificate.issued_on)
    if rule is None or not rule.reference_suffix:
        return None
    number = bare_number(certificate)
    last = certificate.parcel_reference.rsplit("/", 1)[-1].strip()
    if last.lstrip("0") == number.lstrip("0"):
        return None
    return Breach(
        got=f"parcel reference {certificate.parcel_reference} on certificate {certificate.number}",
        expected=f"a parcel reference that ends in {number}{mark_of(rule.confidence)}",
        evidence=(case.state.issue_event,),
    )


def _applies(case: CertificateCase) -> bool:
    return stated(case) is not None


RULE = Rule(
    code="KIM012",
    title="The parcel reference ends in the certificate's number",
    citation="Practice of the Government Gold and Diamond Office of Sierra Leone, from forged certificate 4306 [be15]",
    in_force_from=KPCS_EFFECTIVE.day,
    case=CertificateCase,
    bodies=(CertificateIssued, CertificateAmended, ShipmentImported),
    check=_check,
    applies=_applies,
)
