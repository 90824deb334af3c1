"""A number is given to one certificate, and that certificate is issued once.

A second paper under a known number lets goods travel that no authority has looked at. A correction is an amendment, and
a paper that takes the place of another comes after that one was cancelled. The same content issued in another event may
be a report that was written twice, so a person looks at it.
"""

from __future__ import annotations

from schemas.events import Certificate, CertificateIssued
from schemas.findings import Severity
from schemas.measures import carats_text, dollars_text
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, CertificateCase, Rule


def _check(case: CertificateCase) -> Breach | None:
    body, first = case.event.body, case.state.issued
    if not isinstance(body, CertificateIssued) or first is None:
        return None
    known = body.certificate in (first, case.state.current)
    return Breach(
        got=f"issued again{', word for word' if known else ''}: {_told(body.certificate)}",
        expected=f"one issue under this number: {_told(first)}",
        evidence=(case.state.issue_event, case.state.current_event),
        severity=Severity.NOTICE if known else None,
    )


def _told(certificate: Certificate) -> str:
    worth = f"{carats_text(certificate.carats)} worth {dollars_text(certificate.value_cents)}"
    return f"{certificate.number} of {certificate.issued_on}, {worth}, to {certificate.importer}"


def _applies(case: CertificateCase) -> bool:
    return case.state.issued is not None and case.state.cancelled_on is None


RULE = Rule(
    code="KIM014",
    title="A certificate is issued once",
    citation="KPCS core document, Annex I A(4): unique number [eu_a1]; replacement only of a certificate that was "
    "invalidated [ca3]",
    in_force_from=KPCS_EFFECTIVE.day,
    blocking=True,
    case=CertificateCase,
    bodies=(CertificateIssued,),
    check=_check,
    applies=_applies,
)
