"""A certificate covers a shipment from the day of issue to the last day of its validity, unless it was taken back.

Both the export and the import must fall into that time; days are those of the place. Where a certificate turns out to
be issued after it was used, its issue is judged.
"""

from __future__ import annotations

from schemas.events import Certificate, CertificateIssued, ShipmentExported, ShipmentImported
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, CertificateCase, Rule


def _check(case: CertificateCase) -> Breach | None:
    if isinstance(case.event.body, CertificateIssued):
        return _used_before(case, case.event.body.certificate)
    certificate, state = _content(case), case.state
    day = case.event.local_day
    what = "export" if isinstance(case.event.body, ShipmentExported) else "import"
    if state.cancelled_on is not None:
        return Breach(
            got=f"{what} on {day} under a certificate that was cancelled on {state.cancelled_on}",
            expected="a certificate that was not taken back",
            evidence=(state.cancel_event, state.issue_event),
        )
    if certificate is None or certificate.issued_on <= day <= certificate.expires_on:
        return None
    return Breach(
        got=f"{what} on {day} under certificate {certificate.number}",
        expected=_valid_days(certificate),
        evidence=(state.current_event,),
    )


def _used_before(case: CertificateCase, certificate: Certificate) -> Breach | None:
    """What crossed a border while no content of the certificate was known, on a day when it was not valid."""
    state = case.state
    for movement in (*state.exports, *state.imports) if state.current is None else ():
        if not certificate.issued_on <= movement.day <= certificate.expires_on:
            return Breach(
                got=f"shipment {movement.shipment_id} on {movement.day} under certificate {certificate.number}, before "
                "its issue",
                expected=_valid_days(certificate),
                evidence=(movement.event_id,),
            )
    return None


def _valid_days(certificate: Certificate) -> str:
    return f"a day from {certificate.issued_on} to {certificate.expires_on}, when it is valid"


def _content(case: CertificateCase) -> Certificate | None:
    """What the authority issued counts; only where that is not known, what was presented."""
    body = case.event.body
    if case.state.current is not None or not isinstance(body, ShipmentImported):
        return case.state.current
    return body.presented


RULE = Rule(
    code="KIM004",
    title="A certificate is valid at export and at import",
    citation="KPCS core document, Annex I A(6), (7): dates of issuance and expiry [eu_a1]; Section III(a), (b) [ukann]",
    in_force_from=KPCS_EFFECTIVE.day,
    blocking=True,
    case=CertificateCase,
    bodies=(CertificateIssued, ShipmentExported, ShipmentImported),
    check=_check,
)
