"""Rough that enters the Union under a certificate without a country of mining."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.sidedeal import UNION, enters
from schemas.events import CertificateAmended, CertificateIssued, CustodyEvent
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate for Antwerp is issued as mixed, without the names of the countries, and shown as it is."""
    body = event.body
    if isinstance(body, CertificateIssued | CertificateAmended) and body.certificate.destination in UNION:
        silent = replace(body, certificate=replace(body.certificate, origins=()))
        return Tampering((replace(event, body=silent),), more=True)
    entry = enters(event, UNION, polished=False)
    if entry is None or entry.presented is None:
        return None
    changed = replace(entry, presented=replace(entry.presented, origins=()))
    return Tampering((replace(event, body=changed),), (event_subject(event.event_id),), event.event_id)


FAULT = Fault(name="mixed_without_names", rule="SAN003", tamper=_tamper, since=date(2025, 3, 1))
