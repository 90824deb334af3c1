"""A number of an emitter's count stands for one event.

Whoever gives one number to two events can hide that a third was held back. It is settled when one of them is declared
in error. Two contents under one event id are another matter: CUS000.
"""

from __future__ import annotations

from stream_processors.custody.numbering import MOST_USES, Use
from stream_processors.rules.base import ALWAYS, Breach, NumberRule


def _describe(events: tuple[Use, ...]) -> Breach:
    many = f"{MOST_USES} events or more" if len(events) == MOST_USES else f"{len(events)} events"
    return Breach(
        got=f"number {events[0].number} stands for {many}, first for {events[0].event_id}",
        expected="a number of its own for every event; declare one in error, and send it again under the next number",
        evidence=tuple(use.event_id for use in events),
    )


RULE = NumberRule(
    code="COM002",
    title="A number of an emitter's count stands for one event",
    citation="Complete record; KPCS core document, Annex II, recommendation 3: computerised database [eu_a2]; "
    "limits by convention [project]",
    in_force_from=ALWAYS,
    parameters={
        "told apart": "8 events under one number (convention of this project)",
        "told of one emitter": "the lowest 100 numbers (convention of this project)",
    },
    describe=_describe,
)
