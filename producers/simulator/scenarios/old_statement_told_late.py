"""The old statement on an invoice that comes in five weeks late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from producers.simulator.handover import WARRANTY_2003
from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, Form, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A seller of rough uses an old pad with the statement of 2003, and sends the sale in five weeks later."""
    body = event.body
    if not isinstance(body, OwnershipTransferred) or any(line.form is not Form.ROUGH for line in body.lines):
        return None
    changed = replace(event, body=replace(body, warranty=f"Invoice {body.invoice}. {WARRANTY_2003} Thank you."))
    held = ((event.event_id, timedelta(days=35)),)
    return Tampering((changed,), lots(body.lines), event.event_id, held=held)


FAULT = Fault(
    name="old_statement_told_late",
    pattern="1.7",
    kind=Kind.DISGUISED,
    rule="WAR001",
    tamper=_tamper,
    since=date(2024, 9, 22),
)
