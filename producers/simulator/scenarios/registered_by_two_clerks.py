"""A lot that two clerks of one house enter."""

from __future__ import annotations

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Ten minutes after a lot was registered a second clerk of the same house registers it, in the same words."""
    body = event.body
    if not isinstance(body, LotRegistered):
        return None
    second = scene.another(event, body, minutes=10)
    return Tampering((event, second), lots(body.lines), second.event_id)


FAULT = Fault(
    name="registered_by_two_clerks",
    pattern="custody",
    kind=Kind.NEAR,
    rule="CUS004",
    tamper=_tamper,
    stories=ALL_STORIES,
)
