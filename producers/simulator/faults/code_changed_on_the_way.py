"""A lot that comes in under another HS code than it left under."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line, lots
from schemas.events import CustodyEvent, ShipmentImported

_INDUSTRIAL = "710221"


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A lot that left as rough of gem quality is declared at import as industrial stones."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.certificate is None or body.lines[0].hs_code == _INDUSTRIAL:
        return None
    lines = first_line(body.lines, replace(body.lines[0], hs_code=_INDUSTRIAL))
    return Tampering((replace(event, body=replace(body, lines=lines)),), lots(lines[:1]), event.event_id)


FAULT = Fault(name="code_changed_on_the_way", rule="KIM024", tamper=_tamper)
