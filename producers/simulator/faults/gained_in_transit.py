"""Goods that weigh more at receipt than at release."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line, lots
from schemas.events import CustodyEvent, CustodyReceived


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A lot gains a tenth of its weight, and a carat, on its way."""
    body = event.body
    if not isinstance(body, CustodyReceived) or scene.abroad:
        return None
    line = body.lines[0]
    heavier = replace(line, carats=line.carats * 11 // 10 + 1_000)
    changed = replace(event, body=replace(body, lines=first_line(body.lines, heavier)))
    return Tampering((changed,), lots((line,)), event.event_id, ends=True)


FAULT = Fault(name="gained_in_transit", rule="CUS008", tamper=_tamper)
