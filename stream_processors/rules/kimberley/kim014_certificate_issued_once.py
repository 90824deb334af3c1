"""A number is given to one certificate, and that certificate is issued once.

A second paper under a known number lets goods travel that no authority has looked at. A correction is an amendment, and
a paper that takes the place of another comes after that one was cancelled, and before the goods left: Canada's law says
so, elsewhere a person looks at it. The same content issued in another event may be a report that was written twice, so
a person looks at it.
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
    if case.state.cancelled_on is not None:
        return _replaced_after_export(case, body.certificate)
    known = body.certificate in (first, case.state.current)
    return Breach(
        got=f"issued again{', word for word' if known else ''}: {_told(body.certificate)}",
        expected=f"one issue under this number: {_told(first)}",
        evidence=(case.state.issue_event, case.state.current_event),
        severity=Severity.NOTICE if known else None,
    )


def _replaced_after_export(case: CertificateCase, certificate: Certificate) -> Breach | None:
    for export in case.state.exports[:1]:
        return Breach(
            got=f"issued again in place of a certificate for shipment {export.shipment_id}, which left on {export.day}",
            expected="a replacement before the export",
            evidence=(export.event_id, case.state.cancel_event),
            severity=None if certificate.issuer == "CA" else Severity.NOTICE,
        )
    return None


def _told(certificate: Certificate) -> str:
    worth = f"{carats_text(certificate.carats)} worth {dollars_text(certificate.value_cents)}"
    return f"{certificate.number} of {certificate.issued_on}, {worth}, to {certificate.importer}"


def _applies(case: CertificateCase) -> bool:
    return case.state.issued is not None


RULE = Rule(
    code="KIM014",
    title="A certificate is issued once",
    citation="KPCS core document, Annex I A(4): unique number [eu_a1]; replacement only of a certificate that was "
    "invalidated [ca3], only before export [ca_reg]",
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    blocking=True,
    case=CertificateCase,
    bodies=(CertificateIssued,),
    check=_check,
    applies=_applies,
)
