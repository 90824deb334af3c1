"""One event id stands for one content.

An id that comes with a second content means that somebody changed a record after it was sent, or that two records were
given one id. Until one of them is declared in error the one recorded first counts, and everybody must know.
"""

from __future__ import annotations

from stream_processors.rules.base import ALWAYS, Breach, ConflictRule

SHOWN = 12
"""Hexadecimal digits of a digest that are enough to tell contents apart by eye."""


def _describe(digests: tuple[str, ...]) -> Breach:
    shown = [digest[:SHOWN] for digest in digests]
    return Breach(
        got=f"{len(shown)} contents under one event id: {shown[0]} counts, {', '.join(shown[1:])} contradicts it",
        expected="one content; declare the wrong one in error, and give a correction an id of its own",
    )


RULE = ConflictRule(
    code="CUS000",
    title="An event id stands for one content",
    citation="Append-only record; KPCS core document, Annex II, recommendation 3: computerised database [eu_a2]",
    in_force_from=ALWAYS,
    describe=_describe,
)
