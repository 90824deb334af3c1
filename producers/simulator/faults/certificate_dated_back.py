"""A certificate that bears an older date than the day of its issue."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject

SHORTEST_MONTH = timedelta(days=3)
"""So many days fewer two months may have that lie earlier in the year: the validity is not to be what is wrong."""


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The authority writes a date of six to seven weeks ago on a certificate that it issues today."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    back = timedelta(days=scene.whole(42, 49))
    old = replace(
        body.certificate,
        issued_on=body.certificate.issued_on - back,
        expires_on=body.certificate.expires_on - back - SHORTEST_MONTH,
    )
    changed = replace(event, body=CertificateIssued(old))
    return Tampering((changed,), (certificate_subject(old),), event.event_id, ends=True)


FAULT = Fault(name="certificate_dated_back", rule="KIM021", tamper=_tamper)
