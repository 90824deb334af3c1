"""An invoice that is paid off in too many instalments."""

from __future__ import annotations

from collections.abc import Iterator

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import dollars_invoiced, paid, receipt
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Four instalments of three tenths each are paid for one invoice, none of which is strange alone."""

    def said(body: OwnershipTransferred) -> Iterator[str]:
        invoiced = dollars_invoiced(body)
        for number in range(1, 5):
            yield f"{receipt(body, invoiced * 3 // 10, invoiced)}; part={number}"

    return paid(event, said)


FAULT = Fault(
    name="paid_too_much_in_instalments",
    pattern="F22",
    kind=Kind.DISGUISED,
    rule="PAY002",
    tamper=_tamper,
)
