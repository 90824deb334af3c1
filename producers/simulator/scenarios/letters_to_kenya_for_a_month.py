"""Rough that leaves stone by stone for a country outside the scheme."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.posting import letters
from schemas.events import CustodyEvent, ShipmentExported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """In the month after an honest parcel two firms post four single rough stones to Nairobi."""
    body = event.body
    if not isinstance(body, ShipmentExported) or body.certificate is None or not scene.connected(body.exporter):
        return None
    return letters(scene, event, body, "KIM013", to="KE")


FAULT = Fault(
    name="letters_to_kenya_for_a_month",
    pattern="1.3",
    kind=Kind.DISGUISED,
    rule="KIM013",
    also=("KIM001", "SEA004"),
    tamper=_tamper,
)
