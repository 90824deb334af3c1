"""A lot that loses next to nothing, and does so every time."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from producers.simulator.storylines.wandering import to_and_fro
from schemas.events import CustodyEvent, CustodyReceived, LotRegistered

_HANDOVERS = 9


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A lot of at most fifteen carats changes hands nine times, and weighs a hundredth of a carat less every time."""
    body = event.body
    if not isinstance(body, LotRegistered) or not 1_000 <= body.lines[0].carats <= 15_000:
        return None
    holder, line = scene.actor(body.custodian), body.lines[0]
    moves = to_and_fro(scene, event, line, (holder, scene.stranger(body.custodian)), (10,) * _HANDOVERS)
    receipts = tuple(move.event_id for move in moves if isinstance(move.body, CustodyReceived))
    return Tampering((event, *moves), lots((line,)), faulty=receipts, ends=True)


FAULT = Fault(
    name="a_hundredth_lost_at_every_handover",
    pattern="F17",
    kind=Kind.NEAR,
    rule="CUS017",
    tamper=_tamper,
    stories=frozenset({"rough_stock", "polished_stock"}),
)
