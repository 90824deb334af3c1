"""A lot that is made of many, with one of which something is wrong."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotSealed, LotsTransformed


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Of the lots that were put together the lightest is put under seal a day later; of the mix it is a small part."""
    body = event.body
    if not isinstance(body, LotsTransformed) or len(body.inputs) < 2 or len(body.outputs) > 1:
        return None
    lightest = min(body.inputs, key=lambda line: line.carats)
    sealing = LotSealed(scene.name("SEAL"), body.operator, (lightest.lot_id,))
    second = scene.another(event, sealing, hours=24)
    return Tampering((event, second), lots(body.outputs), event.event_id)


FAULT = Fault(
    name="a_small_part_of_the_mix_misused",
    pattern="custody",
    kind=Kind.NEAR,
    rule="LIN001",
    tamper=_tamper,
    also=("CUS006",),
)
