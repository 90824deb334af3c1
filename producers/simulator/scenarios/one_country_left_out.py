"""Mixed rough whose certificate names all its countries but one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, enters
from schemas.events import Certificate, CertificateAmended, CertificateIssued, CustodyEvent
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate for Antwerp names every country of mining but the one of which the fewest stones are."""
    body = event.body
    if isinstance(body, CertificateIssued | CertificateAmended) and body.certificate.destination in UNION:
        if len(body.certificate.origins) < 2:
            return None
        return Tampering((replace(event, body=replace(body, certificate=_but_one(body.certificate))),), more=True)
    entry = enters(event, UNION, polished=False)
    if entry is None or entry.presented is None or len(entry.presented.origins) < 2:
        return None
    changed = replace(event, body=replace(entry, presented=_but_one(entry.presented)))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id)


def _but_one(paper: Certificate) -> Certificate:
    return replace(paper, origins=paper.origins[:-1])


FAULT = Fault(
    name="one_country_left_out", pattern="F13", kind=Kind.NEAR, rule="SAN003", tamper=_tamper, since=date(2025, 3, 1)
)
