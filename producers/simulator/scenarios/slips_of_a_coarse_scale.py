"""Slips of a scale that shows hundredths."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.documents import PURCHASE_SLIP, documents_of, stated, whole_amount
from schemas.events import CustodyEvent, Evidence, LotsTransformed
from schemas.routing import event_subject


def _shown(slip: Evidence) -> str:
    said = stated(slip)
    hundredths = ((whole_amount(said.get("carats"), 3) or 0) + 5) // 10
    return f"slip={said['slip']}; permit={said['permit']}; carats={hundredths // 100}.{hundredths % 100:02d}"


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The collector's scale shows hundredths of a carat, and the slips say what it shows."""
    slips = documents_of(event.evidence, PURCHASE_SLIP)
    if not isinstance(event.body, LotsTransformed) or not slips:
        return None
    papers = tuple(replace(one, reference=_shown(one)) if one in slips else one for one in event.evidence)
    return Tampering((replace(event, evidence=papers),), (event_subject(event.event_id),), event.event_id)


FAULT = Fault(
    name="slips_of_a_coarse_scale",
    pattern="4.5",
    kind=Kind.HONEST,
    rule="ART001",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
