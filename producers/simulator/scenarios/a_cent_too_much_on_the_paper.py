"""A certificate whose copy at import is a cent off."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.papers import shown_as
from schemas.events import Certificate, CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Whoever types the certificate at import makes its value a cent larger than it is."""

    def typed(paper: Certificate) -> Certificate:
        first, *others = paper.hs_rows
        rows = (replace(first, value_cents=first.value_cents + 1), *others)
        return replace(paper, value_cents=paper.value_cents + 1, hs_rows=rows)

    return shown_as(event, typed)


FAULT = Fault(name="a_cent_too_much_on_the_paper", pattern="F3", kind=Kind.HONEST, rule="KIM008", tamper=_tamper)
