"""Webs of transformations: lots that are made of each other in any way, also in circles and in no time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from schemas.events import CustodyEvent
from tests import build
from tests.histories import START, History, changed
from tests.judging import book_of, whole_book

BOOK = book_of(*(rule for rule in whole_book().rules if rule.code in ("CUS002", "LIN001")))
"""A receipt without its release is the only breach there is, so that most lots have none of their own."""

SLOW = "OFFICE-BE"
"""A party of the register whose events may come five days late."""

RULES = ("CUS002", "CUS010", "KIM001", "LIN001")
WIDER = book_of(*(rule for rule in whole_book().rules if rule.code in RULES))
"""There are also transformations that do not add up, and shipments without a certificate."""


def web(rng: Random, size: int) -> History:
    """Transformations among a few lots at a few instants, and receipts of some that nobody released, or not yet.

    Some are shipped, some events are declared in error, some come with a second content under the same id.
    """
    lots = [f"L{number}" for number in range(rng.randint(3, 3 + size))]
    events = [build.registered(lots, START - timedelta(days=1))]
    events += [_made(rng, lots, number) for number in range(size)]
    events += [
        breached(rng.choice(lots), START + timedelta(days=rng.randint(-1, 2)), f"H{number}", rng.choice(["MINE", SLOW]))
        for number in range(rng.randint(1, 3))
    ]
    if rng.random() < 0.4:
        at = START + timedelta(days=rng.randint(0, 4))
        events.append(build.exported(rng.sample(lots, 2), at, under=None))
    for event in rng.sample(events, rng.randint(0, len(events) // 2)):
        if hasattr(event.body, "outputs") and rng.random() < 0.3:
            other = changed(event, same_id=True, outputs=build.lines(rng.sample(lots, 2)))
            events.append(replace(other, recorded_at=event.recorded_at + timedelta(hours=rng.choice([-1, 1]))))
        else:
            events.append(build.declared_wrong(event, at=event.recorded_at + timedelta(days=1)))
    rng.shuffle(events)
    return events


def breached(lot: str, at: datetime = START, handover_id: str = "H1", sender: str = "MINE") -> CustodyEvent:
    """A receipt of the lot that no release of ``sender`` stands behind."""
    return build.received(lot, at, handover_id=handover_id, from_party=sender)


def _made(rng: Random, lots: list[str], number: int) -> CustodyEvent:
    at = START + timedelta(days=rng.randint(0, 5))
    inputs, outputs = (rng.sample(lots, rng.randint(1, 2)) for _ in range(2))
    parts = [build.line(lot, 1500 if rng.random() < 0.1 else 400) for lot in outputs]
    return build.transformed(inputs, parts, at, id=f"made {number}", recorded_at=at + timedelta(hours=2))


def chain(length: int, *, days: int = 1) -> History:
    """One lot made of another, from ``L0`` that nobody released to ``L<length>``, so many days apart."""
    steps = [
        build.transformed(f"L{number}", f"L{number + 1}", START + timedelta(days=1 + days * number))
        for number in range(length)
    ]
    return [build.registered("L0", START - timedelta(days=1)), breached("L0"), *steps]
