"""An invoice with the old and the new statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.handover import WARRANTY, WARRANTY_2003
from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, Form, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A careful seller of rough prints the statement of 2003, which its pad has, and the one of 2021 below it."""
    body = event.body
    if not isinstance(body, OwnershipTransferred) or any(line.form is not Form.ROUGH for line in body.lines):
        return None
    changed = replace(event, body=replace(body, warranty=f"{WARRANTY_2003} {WARRANTY}"))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="both_statements_on_an_invoice",
    pattern="1.7",
    kind=Kind.HONEST,
    rule="WAR001",
    tamper=_tamper,
    since=date(2024, 9, 22),
)
