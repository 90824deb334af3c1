"""Mixed rough that an office of the G7 has seen before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, enters
from schemas.events import CertificateAmended, CertificateIssued, CustodyEvent, Evidence
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Mixed rough comes to Antwerp under a paper without its countries, with the G7 certificate of an earlier visit."""
    entry = enters(event, UNION, polished=False)
    body = event.body
    if isinstance(body, CertificateIssued | CertificateAmended) and body.certificate.destination in UNION:
        silent = replace(event, body=replace(body, certificate=replace(body.certificate, origins=())))
        return Tampering((silent,), more=True)
    if entry is None or entry.presented is None:
        return None
    mixed = replace(entry, presented=replace(entry.presented, origins=()))
    seen = (*event.evidence, Evidence("G7 certificate", "G7 of the first entry"))
    return Tampering((replace(event, body=mixed, evidence=seen),), (event_subject(event.event_id),), event.event_id)


FAULT = Fault(
    name="mixed_goods_verified_before",
    pattern="F13",
    kind=Kind.HONEST,
    rule="SAN003",
    tamper=_tamper,
    since=date(2025, 3, 1),
)
