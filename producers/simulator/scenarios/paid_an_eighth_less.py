"""An invoice of which an eighth is not paid."""

from __future__ import annotations

from collections.abc import Iterator

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import dollars_invoiced, paid, receipt
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A buyer pays an eighth less than the invoice says, and nothing is said about the rest."""

    def said(body: OwnershipTransferred) -> Iterator[str]:
        invoiced = dollars_invoiced(body)
        yield receipt(body, invoiced * 7 // 8, invoiced)

    return paid(event, said)


FAULT = Fault(
    name="paid_an_eighth_less",
    pattern="F22",
    kind=Kind.NEAR,
    rule="PAY002",
    tamper=_tamper,
)
