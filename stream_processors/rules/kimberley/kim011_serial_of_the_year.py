"""A certificate's serial number belongs to the range its issuer used in the year of issue.

Certificate 4306 of Sierra Leone, shown in Antwerp in December 2015, came from a range used in 2014: it was forged.
Where no range is known the rule is silent.
"""

from __future__ import annotations

from schemas.events import CertificateAmended, CertificateIssued, ShipmentImported
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.records import mark_of
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.certificates import serial, stated


def _check(case: CertificateCase) -> Breach | None:
    certificate = stated(case)
    number = serial(certificate) if certificate is not None else None
    if certificate is None or number is None:
        return None
    known = case.reference.serial_year(certificate.issuer, number)
    if known is None or known.year_of_use == certificate.issued_on.year:
        return None
    return Breach(
        got=f"certificate {certificate.number} issued in {certificate.issued_on.year}, with a serial that "
        f"{certificate.issuer} used in {known.year_of_use} [{known.source}]{mark_of(known.confidence)}",
        expected=f"an issue in {known.year_of_use}, or a serial of {certificate.issued_on.year}",
        evidence=(case.state.issue_event,),
    )


def _applies(case: CertificateCase) -> bool:
    return stated(case) is not None


RULE = Rule(
    code="KIM011",
    title="The serial of a certificate belongs to its year",
    citation="KPCS core document, Annex I A(4): unique number [eu_a1]; forged certificate 4306 of Sierra Leone [be15]",
    in_force_from=KPCS_EFFECTIVE.day,
    case=CertificateCase,
    bodies=(CertificateIssued, CertificateAmended, ShipmentImported),
    check=_check,
    applies=_applies,
)
