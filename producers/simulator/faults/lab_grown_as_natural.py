"""Lab-grown stones that come out as natural ones."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, LotsTransformed, Process, Species
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Lab-grown rough is cut and its polished stones are declared natural, with a country of mining."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.CUT_AND_POLISH:
        return None
    if body.inputs[0].species is not Species.LAB_GROWN:
        return None
    outputs = tuple(replace(line, species=Species.NATURAL, hs_code="710239", origins=("BW",)) for line in body.outputs)
    changed = replace(event, body=replace(body, outputs=outputs))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(
    name="lab_grown_as_natural",
    rule="SPC002",
    tamper=_tamper,
    also=("CUS013",),
    stories=frozenset({"lab_grown"}),
)
