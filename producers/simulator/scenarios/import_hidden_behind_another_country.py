"""Rough that is exported to a participant on paper and imported by a country outside the scheme."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, Place, ShipmentImported
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The export names a participant as destination; only the import, in Kenya, shows where the goods went."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None:
        return None
    changed = replace(event, body=replace(body, to_country="KE"), place=Place(country="KE"))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(
    name="import_hidden_behind_another_country",
    pattern="F12",
    kind=Kind.DISGUISED,
    rule="KIM013",
    also=("CUS003", "KIM002", "KIM010", "KIM017", "KIM022"),
    tamper=_tamper,
)
