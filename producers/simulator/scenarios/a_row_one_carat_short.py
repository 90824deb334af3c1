"""A certificate with a row that is a little short."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """On a certificate of at most some hundred carats the row of one HS code is one carat short of the total."""
    body = event.body
    if not isinstance(body, CertificateIssued) or not 5_000 <= body.certificate.carats <= 500_000:
        return None
    first, *others = body.certificate.hs_rows
    if first.carats < 2_000:
        return None
    forged = replace(body.certificate, hs_rows=(replace(first, carats=first.carats - 1_000), *others))
    changed = replace(event, body=CertificateIssued(forged))
    return Tampering((changed,), (certificate_subject(forged),), event.event_id, ends=True)


FAULT = Fault(name="a_row_one_carat_short", pattern="1.2", kind=Kind.NEAR, rule="KIM020", tamper=_tamper)
