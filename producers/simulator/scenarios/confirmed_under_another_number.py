"""A confirmation that fits the count and not the certificate."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ImportConfirmed
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The receipt of a certificate is never confirmed; to make the count fit, one of another number is, in time."""
    body = event.body
    if not isinstance(body, ImportConfirmed) or not scene.connected(body.importer):
        return None
    number = body.certificate.number
    other = f"{number[:-4]}{(int(number[-4]) + 7) % 10}{number[-3:]}"
    instead = replace(event, body=replace(body, certificate=replace(body.certificate, number=other)))
    return Tampering((instead,), (certificate_subject(body.certificate),), scene.exports[body.shipment_id])


FAULT = Fault(
    name="confirmed_under_another_number",
    pattern="F9",
    kind=Kind.DISGUISED,
    rule="KIM010",
    tamper=_tamper,
    also=("KIM018", "KIM019"),
)
