"""What may be wrong about a sale: who pays how much, and goods that come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from producers.simulator.injection import Scene, Tampering, lots
from schemas.documents import PAYMENT
from schemas.events import CustodyEvent, Evidence, LotLine, OwnershipTransferred, Species

Statement = Callable[[OwnershipTransferred], Iterable[str]]
"""What the receipts of the bank for a sale say."""


def paid(event: CustodyEvent, statement: Statement) -> Tampering | None:
    """A sale with receipts of the bank beside its invoice, for which its lots must be flagged."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    receipts = tuple(Evidence(PAYMENT, said) for said in statement(body))
    changed = replace(event, evidence=(*event.evidence, *receipts))
    return Tampering((changed,), lots(body.lines), event.event_id)


def dollars_invoiced(body: OwnershipTransferred, least: int = 100) -> int:
    """What the invoice says, in whole dollars; ``least`` where that is less."""
    return max(least, sum(line.value_cents or 0 for line in body.lines) // 100)


def receipt(body: OwnershipTransferred, paid_usd: int, invoiced_usd: int, *, payer: str | None = None) -> str:
    """What a receipt says of a payment by the buyer, or by somebody else, to the seller."""
    return f"payer={payer or body.buyer}; payee={body.seller}; paid_usd={paid_usd}; invoiced_usd={invoiced_usd}"


def bought_back(
    scene: Scene, event: CustodyEvent, body: OwnershipTransferred, lines: tuple[LotLine, ...], days: int, paper: str
) -> CustodyEvent:
    """So many days after a sale the buyer sells the goods to the seller again, at the prices of ``lines``."""
    back = replace(body, invoice=scene.name(paper), seller=body.buyer, buyer=body.seller, lines=lines)
    return scene.another(event, back, hours=24 * days, by=scene.actor(body.buyer))


_BOUND = ("trader", "cutter", "exporter", "miner")
"""Roles that are bound by the System of Warranties."""


def sold_by_one_who_is_bound(scene: Scene, event: CustodyEvent) -> OwnershipTransferred | None:
    """The sale of natural stones by somebody whom a trade body binds to state a warranty; None for anything else."""
    body = event.body
    if not isinstance(body, OwnershipTransferred) or any(line.species is not Species.NATURAL for line in body.lines):
        return None
    return body if scene.actor(body.seller).role in _BOUND else None


def sold_late(scene: Scene, event: CustodyEvent, since: datetime, warranty: str) -> CustodyEvent | None:
    """A sale that waits until ``since`` and states ``warranty``; None for any other event."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    later = scene.later(event, max(since - event.occurred_at, timedelta(0)))
    return replace(later, body=replace(body, warranty=warranty))


def lots_of(sale: CustodyEvent) -> tuple[str, ...]:
    """Subjects of the lots of a sale."""
    return lots(sale.body.lines) if isinstance(sale.body, OwnershipTransferred) else ()
