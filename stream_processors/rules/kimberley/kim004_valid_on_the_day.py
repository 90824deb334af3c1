"""A certificate covers a shipment from the day of issue to the last day of its validity, unless it was taken back.

Both the export and the import must fall into that time; days are those of the place.
"""

from __future__ import annotations

from schemas.events import Certificate, ShipmentExported, ShipmentImported
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.borders import local_day


def _check(case: CertificateCase) -> Breach | None:
    certificate, state = _content(case), case.state
    day = local_day(case.event)
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
        expected=f"a day from {certificate.issued_on} to {certificate.expires_on}, when it is valid",
        evidence=(state.current_event,),
    )


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
    bodies=(ShipmentExported, ShipmentImported),
    check=_check,
)
