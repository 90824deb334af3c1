"""Rough under the HS code of polished stones."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.goods import POLISHED
from producers.simulator.injection import Fault, Scene, Tampering, first_line, lots
from schemas.events import CustodyEvent, Form, LotRegistered


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A lot of rough is registered under the code of polished stones."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.lines[0].form is not Form.ROUGH:
        return None
    wrong = first_line(body.lines, replace(body.lines[0], hs_code=POLISHED))
    changed = replace(event, body=replace(body, lines=wrong))
    return Tampering((changed,), lots(wrong[:1]), event.event_id)


FAULT = Fault(name="rough_as_polished", rule="KIM023", tamper=_tamper)
