"""A stone that is sold when it is set in a ring."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRetired, OwnershipTransferred, RetirementReason


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A week after a stone was set in jewellery its jeweller sells it once more as a loose one."""
    body = event.body
    if not isinstance(body, LotRetired) or body.reason is not RetirementReason.SET_IN_JEWELLERY:
        return None
    buyer = scene.stranger(body.custodian)
    sale = OwnershipTransferred(scene.name("INV"), body.custodian, buyer.party_id, None, (body.line,))
    second = scene.another(event, sale, hours=7 * 24)
    return Tampering((event, second), lots((body.line,)), second.event_id)


FAULT = Fault(
    name="sold_after_it_was_set",
    pattern="F6",
    kind=Kind.DISGUISED,
    rule="CUS006",
    also=("CUS014", "SPC003", "WAR002", "WAR003"),
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
)
