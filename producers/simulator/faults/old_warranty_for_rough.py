"""Rough that is sold with a statement that has ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.handover import WARRANTY_2003
from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, Form, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A seller of rough still prints the statement of 2003 on the invoice."""
    body = event.body
    if not isinstance(body, OwnershipTransferred) or any(line.form is not Form.ROUGH for line in body.lines):
        return None
    changed = replace(event, body=replace(body, warranty=WARRANTY_2003))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(name="old_warranty_for_rough", pattern="1.7", rule="WAR001", tamper=_tamper, since=date(2024, 9, 22))
