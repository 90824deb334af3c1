"""Goods that are exported to one country and received in another."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReceived, Place


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Rough that was exported and cleared for one country is signed for by its importer in another one."""
    body = event.body
    if not isinstance(body, CustodyReceived) or not scene.abroad or event.place.country is None:
        return None
    beside = Place(country=scene.elsewhere(event.place.country))
    return Tampering((replace(event, place=beside),), lots(body.lines), event.event_id, ends=True)


FAULT = Fault(
    name="received_in_the_country_beside",
    pattern="F11",
    kind=Kind.NEAR,
    rule="KIM002",
    tamper=_tamper,
    also=("KIM010", "SEA002"),
)
