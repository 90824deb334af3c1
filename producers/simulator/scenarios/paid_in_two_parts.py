"""A sale that its buyer pays in two parts."""

from __future__ import annotations

from collections.abc import Iterator

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import dollars_invoiced, paid, receipt
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The buyer pays a third of an invoice at once and the rest later, both from its own account."""

    def said(body: OwnershipTransferred) -> Iterator[str]:
        invoiced = dollars_invoiced(body, 3)
        yield receipt(body, invoiced // 3, invoiced)
        yield receipt(body, invoiced - invoiced // 3, invoiced)

    return paid(event, said)


FAULT = Fault(
    name="paid_in_two_parts",
    pattern="F22",
    kind=Kind.HONEST,
    rule="PAY001",
    tamper=_tamper,
)
