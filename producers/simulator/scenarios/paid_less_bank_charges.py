"""A payment from which the banks took their charges."""

from __future__ import annotations

from collections.abc import Iterator

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import dollars_invoiced, paid, receipt
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The banks between buyer and seller keep up to two in a hundred for themselves."""

    def said(body: OwnershipTransferred) -> Iterator[str]:
        invoiced = dollars_invoiced(body)
        yield receipt(body, invoiced * (1000 - scene.whole(2, 20)) // 1000, invoiced)

    return paid(event, said)


FAULT = Fault(
    name="paid_less_bank_charges",
    pattern="F22",
    kind=Kind.HONEST,
    rule="PAY002",
    tamper=_tamper,
)
