"""A sale of which a stranger pays the second part."""

from __future__ import annotations

from collections.abc import Iterator

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import dollars_invoiced, paid, receipt
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The buyer pays half of an invoice, and a firm that has no part in the sale the rest."""

    def said(body: OwnershipTransferred) -> Iterator[str]:
        other, invoiced = scene.stranger(body.buyer, body.seller).party_id, dollars_invoiced(body, 2)
        half = invoiced // 2
        yield receipt(body, half, invoiced)
        yield receipt(body, invoiced - half, invoiced, payer=other)

    return paid(event, said)


FAULT = Fault(
    name="second_instalment_by_another",
    pattern="F22",
    kind=Kind.DISGUISED,
    rule="PAY001",
    tamper=_tamper,
)
