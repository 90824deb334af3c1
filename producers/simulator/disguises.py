"""What may become of any fault on its way: told late and out of order, told twice, taken back again.

A disguise makes another fault of one: the same wrong, with the same labels, in events that arrive otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent

Tamper = Callable[[Scene, CustodyEvent], Tampering | None]

WRONG_WAITS = timedelta(days=9)
"""So much longer than usual waits what is wrong: its emitter was offline."""

CONTEXT_WAITS = timedelta(days=16)
"""So much longer than usual waits everything that the story told before: it arrives after what is wrong."""

NOTICED_AFTER = timedelta(days=30)
"""So long after it was written down somebody sees what is wrong."""

NOTHING_TOLD_WRONG = frozenset(
    {
        "event_held_back",
        "melee_unscreened",
        "paper_nobody_issued",
        "receipt_late",
        "receipt_without_release",
        "used_before_birth",
    }
)
"""Faults in which every event that is told is true: one is missing or late, and there is nothing to take back."""


def disguises_of(fault: Fault) -> Iterator[Fault]:
    """Every disguise of ``fault`` that makes sense."""
    yield in_disorder(fault)
    if fault.name not in NOTHING_TOLD_WRONG:
        yield taken_back(fault)


def in_disorder(fault: Fault) -> Fault:
    """``fault`` told late, out of order and twice."""

    def tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
        found = fault.tamper(scene, event)
        if found is None:
            return Tampering((event,), held=((event.event_id, CONTEXT_WAITS),), more=True)
        waits = CONTEXT_WAITS if found.more else WRONG_WAITS
        held = tuple((sent.event_id, waits) for sent in found.events)
        return replace(found, events=(*found.events, *found.events[-1:]), held=held)

    what = "It arrives late and twice, and what came before it arrives later still."
    return _disguised(fault, f"{fault.name}_in_disorder", tamper, what)


def taken_back(fault: Fault) -> Fault:
    """``fault`` that its emitter declares to be an error some days later, and tells again as it was."""

    def tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
        found = fault.tamper(scene, event)
        if found is None or not found.events:
            return found
        wrong = [sent for sent in found.events if sent != event]
        declared = [scene.taken_back(sent, NOTICED_AFTER) for sent in wrong]
        events = (*found.events, *declared)
        if event not in found.events:
            again = event.recorded_at + NOTICED_AFTER + timedelta(minutes=5)
            events = (*events, replace(event, event_id=scene.new_id(), recorded_at=again))
        return replace(found, events=events, ends=False, corrected=True)

    what = "A month later it is declared to be an error, and told again as it was."
    told = replace(fault, also=(*fault.also, "KIM021"))  # a certificate is on record again only after the goods left
    return _disguised(told, f"{fault.name}_taken_back", tamper, what)


def _disguised(fault: Fault, name: str, tamper: Tamper, what: str) -> Fault:
    tamper.__doc__ = f"{fault.facts} {what}"
    return replace(fault, name=name, tamper=tamper, kind=Kind.DISGUISED)
