"""Shipments that come in box by box, and boxes of other goods that come in under their papers."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Scene
from schemas.events import CustodyEvent, LotLine, LotRegistered, Place, RegistrationKind, ShipmentImported


def part_of(body: ShipmentImported, lines: tuple[LotLine, ...]) -> ShipmentImported:
    """The import of some of the lots alone, with totals of its own."""
    value = None if body.value_cents is None else sum(line.value_cents or 0 for line in lines)
    return replace(body, parcels=len(lines), carats=sum(line.carats for line in lines), value_cents=value, lines=lines)


def one_more(
    scene: Scene, event: CustodyEvent, body: ShipmentImported, line: LotLine, *, minutes: int, hours: int
) -> tuple[CustodyEvent, CustodyEvent]:
    """Another lot of the exporter comes in like the shipment ``body``, so many hours after ``event``.

    It is registered so many minutes after ``event``.
    """
    exporter, home = scene.actor(body.exporter), Place(country=body.from_country)
    born = LotRegistered(RegistrationKind.OPENING_STOCK, body.exporter, body.exporter, None, (line,))
    again = replace(body, seals=(), parcels=1, carats=line.carats, value_cents=None, lines=(line,))
    second = scene.another(event, again, hours=hours)
    return scene.another(event, born, minutes=minutes, by=exporter, place=home), second
