"""Shipments that come in box by box."""

from __future__ import annotations

from dataclasses import replace

from schemas.events import LotLine, ShipmentImported


def part_of(body: ShipmentImported, lines: tuple[LotLine, ...]) -> ShipmentImported:
    """The import of some of the lots alone, with totals of its own."""
    value = None if body.value_cents is None else sum(line.value_cents or 0 for line in lines)
    return replace(body, parcels=len(lines), carats=sum(line.carats for line in lines), value_cents=value, lines=lines)
