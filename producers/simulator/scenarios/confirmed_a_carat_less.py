"""A confirmation that is a little short of the certificate."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ImportConfirmed
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The confirmation of a parcel of at most some hundred carats says one carat less than the certificate."""
    body = event.body
    if not isinstance(body, ImportConfirmed) or not 5_000 <= body.carats <= 500_000:
        return None
    less = replace(event, body=replace(body, carats=body.carats - 1_000))
    return Tampering((less,), (certificate_subject(body.certificate),), event.event_id)


FAULT = Fault(name="confirmed_a_carat_less", pattern="F9", kind=Kind.NEAR, rule="KIM019", tamper=_tamper)
