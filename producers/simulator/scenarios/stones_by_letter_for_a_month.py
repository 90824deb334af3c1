"""Rough that leaves stone by stone, without a paper."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.posting import letters
from schemas.events import CustodyEvent, ShipmentExported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """In a month two firms send four single stones by letter to where a certified parcel went, without any paper."""
    body = event.body
    if not isinstance(body, ShipmentExported) or body.certificate is None or not scene.connected(body.exporter):
        return None
    return letters(scene, event, body, "KIM001")


FAULT = Fault(
    name="stones_by_letter_for_a_month",
    pattern="1.3",
    kind=Kind.DISGUISED,
    rule="KIM001",
    also=("SEA004",),
    tamper=_tamper,
)
