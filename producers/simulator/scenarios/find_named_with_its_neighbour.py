"""A find that is said to come from two countries."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, first_line, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A mine names, beside its own country, a second one as the origin of a find."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED:
        return None
    first = body.lines[0]
    other = "NA" if first.origins != ("NA",) else "BW"
    forged = first_line(body.lines, replace(first, origins=tuple(sorted((*first.origins, other)))))
    changed = replace(event, body=replace(body, lines=forged))
    return Tampering((changed,), lots(forged[:1]), event.event_id, ends=True)


FAULT = Fault(
    name="find_named_with_its_neighbour",
    pattern="4.2",
    kind=Kind.NEAR,
    rule="CUS016",
    tamper=_tamper,
    stories=frozenset({"mine"}),
)
