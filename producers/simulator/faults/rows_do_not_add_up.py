"""A certificate whose rows do not add up to its totals."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The row of one HS code says half of what the certificate says in all."""
    body = event.body
    if not isinstance(body, CertificateIssued) or body.certificate.carats < 1_000:
        return None
    row = body.certificate.hs_rows[0]
    half = replace(row, carats=row.carats // 2)
    forged = replace(body.certificate, hs_rows=(half, *body.certificate.hs_rows[1:]))
    changed = replace(event, body=CertificateIssued(forged))
    return Tampering((changed,), (certificate_subject(forged),), event.event_id, ends=True)


FAULT = Fault(name="rows_do_not_add_up", rule="KIM020", tamper=_tamper)
