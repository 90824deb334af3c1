"""A lot that loses a little at every handover."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.storylines.wandering import to_and_fro
from schemas.events import CustodyEvent, LotRegistered
from schemas.measures import weighing_tolerance

_HANDOVERS = 4


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Within a day a lot goes to and fro between two parties, and each receipt weighs as much less as two weighings may
    differ.
    """
    body = event.body
    if not isinstance(body, LotRegistered) or body.lines[0].carats < 1_000:
        return None
    line, losses = body.lines[0], list[int]()
    for _ in range(_HANDOVERS):
        losses.append(weighing_tolerance(line.carats - sum(losses)))
    parties = scene.actor(body.custodian), scene.stranger(body.custodian)
    moves = to_and_fro(scene, event, line, parties, losses, every=5)  # over before the story goes on
    return Tampering((event, *moves), lots((line,)), moves[-1].event_id, ends=True)


FAULT = Fault(
    name="drained_little_by_little", rule="CUS017", tamper=_tamper, stories=frozenset({"rough_stock", "polished_stock"})
)
