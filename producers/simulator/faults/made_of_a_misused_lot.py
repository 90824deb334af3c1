"""Lots that are made of one with which something is wrong."""

from __future__ import annotations

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, LotSealed, LotsTransformed


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A lot is put under seal a day after others were made of it, so the others descend from a lot with a breach."""
    body = event.body
    if not isinstance(body, LotsTransformed):
        return None
    sealing = LotSealed(scene.name("SEAL"), body.operator, (body.inputs[0].lot_id,))
    second = scene.another(event, sealing, hours=24)
    return Tampering((event, second), lots(body.outputs), event.event_id)


FAULT = Fault(name="made_of_a_misused_lot", rule="LIN001", tamper=_tamper, also=("CUS006",), stories=ALL_STORIES)
