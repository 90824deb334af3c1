"""A certificate with all its countries, and a copy at import without them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, enters
from schemas.events import CustodyEvent
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate for Antwerp names the countries of mining; what is shown at import says nothing of them."""
    entry = enters(event, UNION, polished=False)
    if entry is None or entry.presented is None:
        return None
    changed = replace(entry, presented=replace(entry.presented, origins=()))
    return Tampering((replace(event, body=changed),), (event_subject(event.event_id),), event.event_id)


FAULT = Fault(
    name="names_left_out_on_the_copy",
    pattern="F13",
    kind=Kind.DISGUISED,
    rule="SAN003",
    also=("KIM008",),
    tamper=_tamper,
    since=date(2025, 3, 1),
)
