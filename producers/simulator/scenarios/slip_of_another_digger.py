"""A slip that names a neighbour's permit."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.licensing import permit
from producers.simulator.storylines.slips import slips_naming
from schemas.events import CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The stones come from an unknown person; the slip names the valid permit of a digger of the same site."""

    def neighbour(seller: str, _permit: str) -> str:
        name, number = seller.rsplit("-", 1)
        return permit(f"{name}-{int(number) % 10 + 1}")

    return slips_naming(event, neighbour)


FAULT = Fault(
    name="slip_of_another_digger",
    pattern="4.5",
    kind=Kind.DISGUISED,
    rule="ART002",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
