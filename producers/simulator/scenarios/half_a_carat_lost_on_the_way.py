"""A parcel that is half a carat lighter at its receipt."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReceived


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """One stone of half a carat is taken out of a lot of at most a hundred carats on its way."""
    body = event.body
    if not isinstance(body, CustodyReceived):
        return None
    line = body.lines[0]
    if not 2_000 <= line.carats <= 100_000:
        return None
    lighter = replace(line, carats=line.carats - 500)
    changed = replace(event, body=replace(body, lines=first_line(body.lines, lighter)))
    return Tampering((changed,), lots((line,)), event.event_id, ends=True)


FAULT = Fault(
    name="half_a_carat_lost_on_the_way",
    pattern="F17",
    kind=Kind.NEAR,
    rule="CUS008",
    also=("CUS017", "KIM010", "SEA003"),
    tamper=_tamper,
)
