"""Lab-grown stones that come out of cutting as natural ones."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.goods import POLISHED
from producers.simulator.injection import Tampering
from schemas.events import CustodyEvent, LotsTransformed, Process, Species
from schemas.routing import event_subject


def grown_called_natural(event: CustodyEvent, lots: int | None = None) -> Tampering | None:
    """Of the polished lots of lab-grown rough the first ``lots``, or all, are declared natural, of Botswana."""
    body = event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.CUT_AND_POLISH:
        return None
    if body.inputs[0].species is not Species.LAB_GROWN:
        return None
    natural = tuple(
        replace(line, species=Species.NATURAL, hs_code=POLISHED, origins=("BW",)) for line in body.outputs[:lots]
    )
    changed = replace(event, body=replace(body, outputs=(*natural, *body.outputs[len(natural) :])))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id, ends=True)
