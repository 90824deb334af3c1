"""The old statement, printed in another way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.handover import WARRANTY_2003
from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, Form, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A seller of rough prints the statement of 2003 in capitals, on lines of its own form."""
    body = event.body
    if not isinstance(body, OwnershipTransferred) or any(line.form is not Form.ROUGH for line in body.lines):
        return None
    printed = WARRANTY_2003.upper().replace(", ", ",\n  ").replace(" AND ", "\nAND  ")
    changed = replace(event, body=replace(body, warranty=printed))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="old_statement_in_capitals",
    pattern="1.7",
    kind=Kind.NEAR,
    rule="WAR001",
    tamper=_tamper,
    since=date(2024, 9, 22),
)
