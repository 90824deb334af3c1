"""Purchase slips that name another permit than they should."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from producers.simulator.injection import Tampering, lots
from schemas.documents import PURCHASE_SLIP, documents_of, stated
from schemas.events import CustodyEvent, Evidence, OwnershipTransferred


def slips_naming(event: CustodyEvent, permit: Callable[[str, str], str]) -> Tampering | None:
    """The slips of a sale name what ``permit`` makes of the seller and of the permit on the first of them."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    slips = documents_of(event.evidence, PURCHASE_SLIP)
    if not slips:
        return None
    named = permit(body.seller, stated(slips[0])["permit"])
    papers = tuple(_naming(one, named) if one in slips else one for one in event.evidence)
    return Tampering((replace(event, evidence=papers),), lots(body.lines), event.event_id)


def _naming(slip: Evidence, permit: str) -> Evidence:
    said = stated(slip)
    return replace(slip, reference=f"slip={said['slip']}; permit={permit}; carats={said['carats']}")
