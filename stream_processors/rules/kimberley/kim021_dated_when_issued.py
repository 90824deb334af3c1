"""A certificate bears the day on which it was issued, and is in the record before the goods leave.

A paper that is dated back covers goods that left without one. Its issue may be written down some days late; where it is
recorded a week after the shipment that it covers, or dated long before its issue, a person must look.
"""

from __future__ import annotations

from datetime import timedelta

from schemas.events import CertificateIssued, ShipmentExported
from schemas.findings import Severity
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.settings import DAYS, Setting
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.words import days_text

NOTICE_AFTER = Setting("KIM021", "notice_after", 7, DAYS, "a notice where it is dated back by more; of the issuer")
BREACH_AFTER = Setting("KIM021", "breach_after", 30, DAYS, "a breach where it is dated back by more; of the issuer")
LATE_AFTER = Setting(
    "KIM021", "late_after", 7, DAYS, "an issue is recorded late so long after the export; of the issuer"
)


def _check(case: CertificateCase) -> Breach | None:
    body = case.event.body
    if isinstance(body, CertificateIssued):
        return _dated(case, body)
    return _recorded(case)


def _dated(case: CertificateCase, body: CertificateIssued) -> Breach | None:
    dated, day = body.certificate.issued_on, case.event.local_day
    if dated == day:
        return None
    noted, grave = (case.setting(setting, body.certificate.issuer) for setting in (NOTICE_AFTER, BREACH_AFTER))
    if 0 <= (day - dated).days <= noted:
        return None
    back = f"{days_text(day - dated)} before" if dated < day else f"{days_text(dated - day)} after"
    return Breach(
        got=f"certificate {body.certificate.number} is dated {dated}, {back} its issue",
        expected=f"a date from {days_text(timedelta(noted))} before {day} to that day",
        severity=None if (day - dated).days > grave else Severity.NOTICE,
    )


def _recorded(case: CertificateCase) -> Breach | None:
    """An issue that was written down long after the export that it must precede."""
    issue, known = case.state.issue_recorded, case.state.current
    if issue is None or known is None:
        return None
    late = issue - case.event.recorded_at
    if late <= timedelta():
        return None
    authority = case.reference.party(known.authority, issue.date())
    grace = case.setting(LATE_AFTER, known.issuer) + (authority.grace_days if authority else 0)
    if late <= timedelta(days=grace):
        return None
    return Breach(
        got=f"certificate {known.number} was recorded {days_text(late)} after the shipment that left under it",
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
    settings=(NOTICE_AFTER, BREACH_AFTER, LATE_AFTER),
    rising=(NOTICE_AFTER, BREACH_AFTER),
    parameters={"dated ahead": "a notice, by however little (convention of this project)"},
    case=CertificateCase,
    bodies=(CertificateIssued, ShipmentExported),
    check=_check,
)
