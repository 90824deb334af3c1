"""One of several lab-grown stones that comes out as a natural one."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotsTransformed, Process, Species
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Lab-grown rough is cut; of its polished lots one is declared natural and the others are not."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.CUT_AND_POLISH:
        return None
    if body.inputs[0].species is not Species.LAB_GROWN:
        return None
    natural = replace(body.outputs[0], species=Species.NATURAL, hs_code="710239", origins=("BW",))
    changed = replace(event, body=replace(body, outputs=first_line(body.outputs, natural)))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id, ends=True)


FAULT = Fault(
    name="one_grown_stone_called_natural",
    pattern="F19",
    kind=Kind.NEAR,
    rule="SPC002",
    also=("CUS013",),
    tamper=_tamper,
    stories=frozenset({"lab_grown"}),
)
