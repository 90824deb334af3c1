"""Lab-grown rough under the code of worked stones."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.goods import LAB_POLISHED, LAB_ROUGH
from producers.simulator.injection import Fault, Scene, Tampering, first_line, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Lab-grown stones that were at most sawn are registered under the code for worked ones, the one beside theirs."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.lines[0].hs_code != LAB_ROUGH:
        return None
    wrong = first_line(body.lines, replace(body.lines[0], hs_code=LAB_POLISHED))
    changed = replace(event, body=replace(body, lines=wrong))
    return Tampering((changed,), lots(wrong[:1]), event.event_id)


FAULT = Fault(
    name="grown_stones_called_worked",
    pattern="F20",
    kind=Kind.NEAR,
    rule="KIM023",
    tamper=_tamper,
    stories=frozenset({"lab_grown"}),
)
