"""Goods that return to their seller through two other houses."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotLine, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Goods are sold, sold on to two other houses at rising prices, and within five weeks are back at three times."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    one = scene.stranger(body.seller, body.buyer)
    two = scene.stranger(body.seller, body.buyer, one.party_id)

    def sale(seller: str, buyer: str, tenths: int, days: int) -> CustodyEvent:
        told = replace(body, invoice=scene.name("INV"), seller=seller, buyer=buyer, lines=_at(body.lines, tenths))
        return scene.another(event, told, hours=24 * days, by=scene.actor(seller))

    back = sale(two.party_id, body.seller, 30, 33)
    sales = (sale(body.buyer, one.party_id, 15, 9), sale(one.party_id, two.party_id, 22, 20), back)
    return Tampering((event, *sales), lots(body.lines), back.event_id, ends=True)


def _at(lines: tuple[LotLine, ...], tenths: int) -> tuple[LotLine, ...]:
    return tuple(replace(line, value_cents=(line.value_cents or 0) * tenths // 10 + 1) for line in lines)


FAULT = Fault(
    name="back_through_two_houses",
    pattern="F7",
    kind=Kind.DISGUISED,
    rule="CUS014",
    also=("CUS001", "SAN001", "SPC003"),
    tamper=_tamper,
)
