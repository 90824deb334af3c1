"""A certificate bears the day on which it was issued, and is in the record before the goods leave.

A paper that is dated back covers goods that left without one. Its issue may be written down some days late; where it is
recorded a week after the shipment that it covers, or dated long before its issue, a person must look.
"""

from __future__ import annotations

from datetime import timedelta

from schemas.events import CertificateIssued, ShipmentExported
from schemas.findings import Severity
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.words import days_text

NOTED = timedelta(days=7)
GRAVE = timedelta(days=30)


def _check(case: CertificateCase) -> Breach | None:
    body = case.event.body
    if isinstance(body, CertificateIssued):
        return _dated(case, body)
    return _recorded(case)


def _dated(case: CertificateCase, body: CertificateIssued) -> Breach | None:
    dated, day = body.certificate.issued_on, case.event.local_day
    if timedelta() <= day - dated <= NOTED:
        return None
    back = f"{days_text(day - dated)} before" if dated < day else f"{days_text(dated - day)} after"
    return Breach(
        got=f"certificate {body.certificate.number} is dated {dated}, {back} its issue",
        expected=f"a date from {NOTED.days} days before {day} to that day",
        severity=None if day - dated > GRAVE else Severity.NOTICE,
    )


def _recorded(case: CertificateCase) -> Breach | None:
    """An issue that was written down long after the export that it must precede."""
    issue, known = case.state.issue_recorded, case.state.current
    if issue is None or known is None:
        return None
    authority = case.reference.party(known.authority, issue.date())
    grace = NOTED + timedelta(days=authority.grace_days if authority else 0)
    if issue - case.event.recorded_at <= grace:
        return None
    return Breach(
        got=f"certificate {known.number} was recorded {days_text(issue - case.event.recorded_at)} after the shipment "
        "that left under it",
        expected="an issue that is on record before the goods leave",
        evidence=(case.state.issue_event,),
        severity=Severity.NOTICE,
    )


RULE = Rule(
    code="KIM021",
    title="A certificate is dated on the day of its issue",
    citation="KPCS core document, Annex I A(6), (14): date of issuance and validation [eu_a1]; Section III(a): goods "
    "leave with a validated certificate [ukann]; days proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    parameters={
        "notice": "more than 7 days back, or any day ahead (proposed)",
        "breach": "more than 30 days back (proposed)",
        "recorded late": "more than 7 days after the export (proposed)",
    },
    case=CertificateCase,
    bodies=(CertificateIssued, ShipmentExported),
    check=_check,
)
