"""Which participant of the Kimberley Process a country belongs to on a day. Pure; computed once, then looked up."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from schemas.reference.records import EuMembership, Level, Participant, StatusInterval, Territory, TradingEntity

NOT_A_MEMBER_WHILE = frozenset({"REMOVED", "EXPELLED"})
"""Statuses that end participation; a suspension or an embargo stops the trade but not the participation."""

Span = tuple[date, date]


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """Participation by date.

    ``participants`` holds former ones too; ``issuers`` are all who ever could issue a certificate. ``first_list`` is
    the first day for which any list of participants is known.
    """

    participants: Mapping[str, Participant]
    issuers: frozenset[str]
    first_list: date
    _members: Mapping[str, tuple[Span, ...]]
    _belongs: Mapping[str, tuple[tuple[date, date, str], ...]]
    _eu: tuple[EuMembership, ...]
    _from_memory: Mapping[str, str]

    @classmethod
    def of(
        cls,
        participants: Iterable[Participant],
        entities: Iterable[TradingEntity],
        eu: Iterable[EuMembership],
        territories: Iterable[Territory],
        statuses: Iterable[StatusInterval],
    ) -> Membership:
        """Work the tables into spans: who is a participant when, and what belongs to whom when."""
        by_code = {p.iso2: p for p in participants}
        members = _member_spans(by_code, tuple(statuses))
        eu, entities, territories = tuple(eu), tuple(entities), tuple(territories)
        belongs: dict[str, list[tuple[date, date, str]]] = {}
        for code, spans in members.items():
            belongs.setdefault(code, []).extend((start, stop, code) for start, stop in spans)
        for entity in entities:
            belongs.setdefault(entity.iso2, []).append((entity.start, entity.stop, entity.iso2))
        for period in eu:
            for country in period.countries:
                _attach(belongs, country, (period.start, period.stop), "EU", members)
        for territory in territories:
            _attach(belongs, territory.iso2, (territory.start, territory.stop), territory.participant, members)
        frozen = {country: tuple(sorted(spans)) for country, spans in belongs.items()}
        issuers = frozenset(by_code) | {entity.iso2 for entity in entities}
        from_memory = {row.iso2: row.participant for row in territories if row.confidence == "memory"}
        return cls(by_code, issuers, min(p.start for p in by_code.values()), members, frozen, eu, from_memory)

    def changed_from(self, other: Membership) -> frozenset[str]:
        """The codes of which something else is said on some day than ``other`` says."""
        told = differing(self._from_memory, other._from_memory)
        return told | differing(self._belongs, other._belongs) | differing(self._members, other._members)

    def mark(self, *countries: str | None) -> str:
        """What a finding that hangs on whose territory these are adds: nothing, or which of that is from memory."""
        found = dict.fromkeys(country for country in countries if country in self._from_memory)
        told = [f"{country} as territory of {self._from_memory[country]}" for country in found if country]
        return f" ({', '.join(told)}: from memory)" if told else ""

    def all_in(self, participants: Container[str]) -> frozenset[str]:
        """The countries that belong to one of these participants on some day."""
        return frozenset(
            country for country, spans in self._belongs.items() if any(code in participants for *_, code in spans)
        )

    def owners_of(self, countries: Iterable[str]) -> frozenset[str]:
        """The participants to which one of these countries belongs on some day."""
        return frozenset(code for country in countries for *_, code in self._belongs.get(country, ()))

    def is_participant(self, iso2: str, day: date) -> bool:
        """Whether ``iso2`` itself is counted as a participant on ``day``; a member state of the EU is not."""
        return any(start <= day < stop for start, stop in self._members.get(iso2, ()))

    def participant_of(self, country: str, day: date) -> str | None:
        """The participant, or trading entity, whose territory ``country`` is on that day; None if there is none."""
        for start, stop, participant in self._belongs.get(country, ()):
            if start <= day < stop:
                return participant
        return None

    def counts(self, day: date) -> tuple[int, int]:
        """Participants, and countries when the EU is counted by its members."""
        participants = sum(self.is_participant(iso2, day) for iso2 in self._members)
        members = sum(len(period.countries) for period in self._eu if period.start <= day < period.stop)
        if not self.is_participant("EU", day):
            return participants, participants
        return participants, participants - 1 + members


def differing(ours: Mapping[str, object], others: Mapping[str, object]) -> frozenset[str]:
    """The keys under which two mappings hold different things, or one of them nothing."""
    return frozenset(key for key in ours.keys() | others.keys() if ours.get(key) != others.get(key))


def _member_spans(
    participants: Mapping[str, Participant], statuses: tuple[StatusInterval, ...]
) -> dict[str, tuple[Span, ...]]:
    spans: dict[str, tuple[Span, ...]] = {}
    for code, participant in participants.items():
        left: list[Span] = [(participant.start, participant.stop)]
        for status in statuses:
            if status.country == code and status.level is Level.COUNTRY and status.status in NOT_A_MEMBER_WHILE:
                left = [piece for span in left for piece in _without(span, (status.start, status.stop))]
        spans[code] = tuple(left)
    return spans


def _attach(
    belongs: dict[str, list[tuple[date, date, str]]],
    country: str,
    period: Span,
    participant: str,
    members: Mapping[str, tuple[Span, ...]],
) -> None:
    """A country belongs to a participant only while that participant is one."""
    for member in members.get(participant, ()):
        start, stop = max(period[0], member[0]), min(period[1], member[1])
        if start < stop:
            belongs.setdefault(country, []).append((start, stop, participant))


def _without(span: Span, gap: Span) -> list[Span]:
    pieces = [(span[0], min(span[1], gap[0])), (max(span[0], gap[1]), span[1])]
    return [(start, stop) for start, stop in pieces if start < stop]
