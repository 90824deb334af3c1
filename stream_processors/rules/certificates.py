"""What rules about certificates have in common: which content an event states, and the number without its prefix."""

from __future__ import annotations

from schemas.events import Certificate, CertificateAmended, CertificateIssued, ShipmentImported
from schemas.routing import certificate_subject
from stream_processors.rules.base import CertificateCase


def stated(case: CertificateCase) -> Certificate | None:
    """The content an event is the first to state: at issue, by amendment, or shown at import while no issue is known.

    So a defect is found once, where it began; what is shown beside a known issue is compared with that.
    """
    body = case.event.body
    if isinstance(body, CertificateIssued | CertificateAmended):
        return body.certificate
    if isinstance(body, ShipmentImported) and case.state.current is None:
        return body.presented
    return None


def bare_number(certificate: Certificate) -> str:
    """The number without participant code, spaces and hyphens: ``004911`` of ``SL 004911``."""
    return certificate_subject(certificate).rsplit(":", 1)[1]


def serial(certificate: Certificate) -> int | None:
    """The number as a serial; None where it is not made of digits."""
    number = bare_number(certificate)
    return int(number) if number.isascii() and number.isdigit() else None
