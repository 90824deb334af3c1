"""Rough that is sorted where no shipment took it."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, Form, LotsTransformed, Place, Process


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A trader carries rough to another participant in a pocket, and has it mixed or divided there."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process not in (Process.MIX, Process.SPLIT, Process.SORT):
        return None
    if event.place.country is None or any(line.form is not Form.ROUGH for line in body.inputs):
        return None
    elsewhere = Place(country=scene.elsewhere(event.place.country))
    return Tampering((replace(event, place=elsewhere),), lots(body.inputs), event.event_id, ends=True)


FAULT = Fault(name="sorted_in_another_country", pattern="F11", kind=Kind.DISGUISED, rule="KIM002", tamper=_tamper)
