"""Which rules are asked about an event: those that look at its body in its role, and were in force on its day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from itertools import product
from typing import Any

from schemas.events import Body
from schemas.routing import Role, SubjectKind
from stream_processors.custody.state import Life
from stream_processors.rules.base import Asked, CertificateCase, EventCase, LotCase, Rule

Place = tuple[SubjectKind, type[Body], Role]
"""What a rule looks at: a kind of body, in a history of a kind, in a role."""

Table = dict[tuple[SubjectKind, type[Body], Role, Life], tuple[Asked, ...]]
"""What is asked by place, and by how far a lot has come; other subjects count as alive."""

_KIND: dict[object, SubjectKind] = {
    LotCase: SubjectKind.LOT,
    CertificateCase: SubjectKind.CERTIFICATE,
    EventCase: SubjectKind.EVENT,
}


class Dispatch:
    """Rules by place and time; immutable once built.

    Between two days on which some rule begins or ends, the same rules are in force: an era. So no rule is asked for its
    dates when an event comes, only the era is looked up. The law is that of the event's UTC day, never today's.
    """

    def __init__(self, rules: Iterable[Rule[Any]]) -> None:
        """Sort ``rules``, each place in the order given."""
        rules = tuple(rules)
        days = {day for rule in rules for day in (rule.in_force_from, rule.in_force_until) if day is not None}
        starts = [date.min, *sorted(days - {date.min})]
        self._starts = [datetime.combine(day, time.min, UTC) for day in starts]
        self._eras = [_table(rule for rule in rules if rule.in_force_on(day)) for day in starts]

    def asked(self, place: Place, life: Life, at: datetime) -> tuple[Asked, ...]:
        """The rules that are asked about an event in ``place`` at ``at``; ``life`` is that of the lot, if it is one."""
        return self._eras[bisect_right(self._starts, at) - 1].get((*place, life), ())


def places(rule: Rule[Any]) -> set[Place]:
    """Where ``rule`` looks."""
    return {(_KIND[rule.case], body, role) for body in rule.bodies for role in rule.roles}


def _table(rules: Iterable[Rule[Any]]) -> Table:
    found: Table = {}
    for rule in rules:
        for place, life in product(places(rule), rule.lots):
            found[*place, life] = (*found.get((*place, life), ()), Asked(rule, rule.applies, rule.check))
    return found
