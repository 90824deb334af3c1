"""A purchase that is paid far above its invoice."""

from __future__ import annotations

from collections.abc import Iterator

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.storylines.selling import dollars_invoiced, paid, receipt
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A fifth to a half more than the invoice says goes to the seller."""

    def said(body: OwnershipTransferred) -> Iterator[str]:
        invoiced = dollars_invoiced(body, 1)
        yield receipt(body, invoiced * scene.whole(120, 150) // 100 + 1, invoiced)

    return paid(event, said)


FAULT = Fault(name="paid_more_than_invoiced", pattern="F22", rule="PAY002", tamper=_tamper)
