"""A stone below the weight of the law on due diligence."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import without_statement
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A stone of Botswana of less than half a carat comes into the Union without the importer's statement."""
    return without_statement(scene, event, lambda: scene.whole(420, 490))


FAULT = Fault(
    name="small_stone_needs_no_statement",
    pattern="5.1",
    kind=Kind.HONEST,
    rule="SAN004",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2026, 1, 1),
)
