"""A lot that its own holder registers once more."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A month later the party that registered a lot registers it again, with a fifth more weight."""
    body = event.body
    if not isinstance(body, LotRegistered):
        return None
    line = body.lines[0]
    again = replace(body, lines=(replace(line, carats=line.carats * 6 // 5 + 10),))
    second = scene.another(event, again, hours=24 * 30)
    return Tampering((event, second), lots((line,)), second.event_id)


FAULT = Fault(
    name="registered_again_a_month_later",
    pattern="F15",
    kind=Kind.DISGUISED,
    rule="CUS004",
    also=("ART001", "ART002", "CUS006", "CUS009"),
    tamper=_tamper,
    stories=ALL_STORIES,
)
