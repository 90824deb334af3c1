"""How long an obligation may stay open: the levels of a deadline rule, worked out once for every participant."""

from __future__ import annotations

from datetime import timedelta

from schemas.reference.model import Reference
from stream_processors.custody.state import Obligation
from stream_processors.rules.base import DeadlineRule, Level

Levels = tuple[Level, ...]


class Deadline:
    """A deadline rule with its levels under some reference data. Immutable.

    Obligations are asked about at every event of a history that has any, so a participant is looked for only where a
    country belongs, on some day, to one with levels of its own.
    """

    __slots__ = ("_countries", "_everywhere", "_own", "_reference", "rule")

    def __init__(self, rule: DeadlineRule, reference: Reference) -> None:
        """Work out the levels of ``rule``."""
        self.rule = rule
        self._reference = reference
        table = reference.settings
        values = [table.values.get(step.days.key) for step in rule.steps]
        places = {participant for found in values if found is not None for participant in found.own}
        self._everywhere = self._levels_in(None)
        self._own = {participant: self._levels_in(participant) for participant in sorted(places)}
        self._countries = reference.membership.all_in(places) if places else frozenset()

    def _levels_in(self, participant: str | None) -> Levels:
        value = self._reference.settings.value
        return tuple(
            Level(timedelta(days=value(step.days, participant)), step.severity, step.blocking)
            for step in self.rule.steps
        )

    def levels(self, obligation: Obligation) -> Levels:
        """How grave the obligation is when, by the law of its country on the day it began."""
        country = obligation.country
        if country is None or country not in self._countries:
            return self._everywhere
        participant = self._reference.participant_of(country, obligation.since.date())
        return self._own.get(participant, self._everywhere) if participant else self._everywhere

    def passed(self, obligation: Obligation, waited: timedelta) -> Levels:
        """The levels that an obligation is beyond after ``waited``, the first one first."""
        return tuple(level for level in self.levels(obligation) if waited > level.after)
