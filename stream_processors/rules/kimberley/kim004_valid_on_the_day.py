"""A certificate covers a shipment from the day of issue to the last day of its validity, unless it was taken back.

Both the export and the import must fall into that time; days are those of the place, and for the last day of a Canadian
certificate those of Greenwich. Where a certificate turns out to be issued after it was used, its issue is judged; a
paper that takes the place of one that was cancelled counts from its own issue. Refused goods may come back at any time.
"""

from __future__ import annotations

from datetime import date

from schemas.events import Certificate, CertificateIssued, ShipmentExported, ShipmentImported
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.custody.certificate_fold import is_return
from stream_processors.rules.base import Breach, CertificateCase, Rule


def _check(case: CertificateCase) -> Breach | None:
    if isinstance(case.event.body, CertificateIssued):
        return _used_before(case, case.event.body.certificate)
    if is_return(case.state, case.event):
        return None
    certificate, state = _content(case), case.state
    day = case.event.local_day
    what = "export" if isinstance(case.event.body, ShipmentExported) else "import"
    if state.cancelled_on is not None:
        return Breach(
            got=f"{what} on {day} under a certificate that was cancelled on {state.cancelled_on}",
            expected="a certificate that was not taken back",
            evidence=(state.cancel_event, state.issue_event),
        )
    if certificate is None or _covers(certificate, day, case.event.occurred_at.date()):
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
        if not _covers(certificate, movement.day, movement.utc_day):
            return Breach(
                got=f"shipment {movement.shipment_id} on {movement.day} under certificate {certificate.number}, before "
                "its issue",
                expected=_valid_days(certificate),
                evidence=(movement.event_id,),
            )
    return None


def _covers(certificate: Certificate, day: date, utc_day: date) -> bool:
    """Canada ends the last day at midnight in Greenwich, the others where the goods are."""
    last = utc_day if certificate.issuer == "CA" else day
    return certificate.issued_on <= day and last <= certificate.expires_on


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
    citation="KPCS core document, Annex I A(6), (7): dates of issuance and expiry [eu_a1]; Section III(a), (b) "
    "[ukann]; SOR/2003-15: midnight in Greenwich [ca_reg]",
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    blocking=True,
    case=CertificateCase,
    bodies=(CertificateIssued, ShipmentExported, ShipmentImported),
    check=_check,
)
