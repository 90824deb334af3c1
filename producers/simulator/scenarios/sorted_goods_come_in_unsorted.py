"""A lot that leaves as sorted goods and comes in as unsorted ones."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported

_SORTED, _UNSORTED = "710231", "710210"


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A lot that left as sorted rough is declared at import as unsorted, the code beside its own; all else agrees."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.certificate is None or body.lines[0].hs_code != _SORTED:
        return None
    lines = first_line(body.lines, replace(body.lines[0], hs_code=_UNSORTED))
    return Tampering((replace(event, body=replace(body, lines=lines)),), lots(lines[:1]), event.event_id)


FAULT = Fault(name="sorted_goods_come_in_unsorted", pattern="F20", kind=Kind.NEAR, rule="KIM024", tamper=_tamper)
