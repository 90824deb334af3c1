"""A slip that covers half of what its artisan brought."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.documents import PURCHASE_SLIP, documents_of, stated, whole_amount
from schemas.events import CustodyEvent, Evidence, LotsTransformed
from schemas.routing import event_subject


def _weight(slip: Evidence) -> int:
    return whole_amount(stated(slip).get("carats"), 3) or 0


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Of the artisan who brought most, the slip shows half the weight; the rest came with nobody's name."""
    slips = documents_of(event.evidence, PURCHASE_SLIP)
    if not isinstance(event.body, LotsTransformed) or not slips:
        return None
    heaviest = max(slips, key=_weight)
    number, permit = (stated(heaviest)[name] for name in ("slip", "permit"))
    half = _weight(heaviest) // 2
    said = f"slip={number}; permit={permit}; carats={half // 1000}.{half % 1000:03d}"
    papers = tuple(replace(one, reference=said) if one == heaviest else one for one in event.evidence)
    changed = replace(event, evidence=papers)
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id)


FAULT = Fault(
    name="half_a_slip",
    pattern="4.5",
    kind=Kind.NEAR,
    rule="ART001",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
