"""A certificate on which nothing but the importer was changed."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.papers import shown_as
from schemas.events import Certificate, CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The certificate shown at import names another importer than the one it was issued for; all figures agree."""

    def altered(paper: Certificate) -> Certificate:
        return replace(paper, importer=scene.stranger(paper.importer, paper.exporter).party_id)

    return shown_as(event, altered)


FAULT = Fault(
    name="certificate_names_another_importer",
    pattern="F3",
    kind=Kind.DISGUISED,
    rule="KIM008",
    also=("KIM018", "KIM019"),
    tamper=_tamper,
)
