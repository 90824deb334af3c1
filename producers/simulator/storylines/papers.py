"""Certificates that are not what they should be, at their issue or as they are shown at import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from producers.simulator.injection import Tampering
from schemas.events import Certificate, CertificateIssued, CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject

Change = Callable[[Certificate], Certificate | None]
"""What is made of a certificate; None where it is not the one that is looked for."""


def issued_as(event: CustodyEvent, change: Change) -> Tampering | None:
    """The certificate is issued as ``change`` makes it, and must be flagged; nothing more is heard of the goods."""
    body = event.body
    forged = change(body.certificate) if isinstance(body, CertificateIssued) else None
    if forged is None:
        return None
    changed = replace(event, body=CertificateIssued(forged))
    return Tampering((changed,), (certificate_subject(forged),), event.event_id, ends=True)


def shown_as(event: CustodyEvent, change: Change) -> Tampering | None:
    """The certificate is shown at import as ``change`` makes it, and must be flagged."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None:
        return None
    altered = change(body.presented)
    if altered is None:
        return None
    changed = replace(event, body=replace(body, presented=altered))
    return Tampering((changed,), (certificate_subject(altered),), event.event_id)
