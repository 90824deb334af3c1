"""Whether rough of a place may be traded on a day. Pure, computed once, then dictionary look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from schemas.reference.areas import area_keys
from schemas.reference.membership import Membership, differing
from schemas.reference.records import Level, Participant, StatusInterval, TradeRight, TradingEntity

_NEVER_LISTED = TradeRight(
    False, "NOT_A_PARTICIPANT", "on no list of participants of the Kimberley Process for that day", "kpfr", "sourced"
)
_NO_AREA: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Entry:
    interval: StatusInterval
    right: TradeRight


@dataclass(frozen=True, slots=True, eq=False)
class TradeRights:
    """Trade rights by country, area and day. A country's entries are sorted: narrowest scope, then latest start."""

    membership: Membership
    _entries: Mapping[str, tuple[_Entry, ...]]
    _full: Mapping[str, TradeRight]
    _outside: Mapping[str, TradeRight]
    _before_lists: TradeRight

    @classmethod
    def of(
        cls, membership: Membership, entities: Iterable[TradingEntity], statuses: Iterable[StatusInterval]
    ) -> TradeRights:
        """Prepare every answer that does not depend on the day."""
        participants = membership.participants
        full = {code: _full(p) for code, p in participants.items()} | {e.iso2: _entity(e) for e in entities}
        outside = {code: _outside(p) for code, p in participants.items()}
        return cls(membership, _ordered(statuses), full, outside, _before_lists(membership.first_list))

    def with_statuses(self, statuses: Iterable[StatusInterval]) -> TradeRights:
        """The same trade rights with further status intervals."""
        return replace(self, _entries=_ordered((*self.intervals, *statuses)))

    @property
    def intervals(self) -> tuple[StatusInterval, ...]:
        """Every status interval, country by country."""
        return tuple(entry.interval for entries in self._entries.values() for entry in entries)

    def changed_from(self, other: TradeRights) -> frozenset[str]:
        """The codes of countries and participants whose rows are others than in ``other``."""
        rows = differing(self._entries, other._entries)
        return rows | differing(self._full, other._full) | differing(self._outside, other._outside)

    def trade_right(self, country: str, area: str | None, day: date) -> TradeRight:
        """The trade right of ``country`` (ISO alpha-2, or ``EU``) on ``day``, in ``area`` where the law looks at areas.

        ``area`` None, or one that no scope names, is judged as the country. An area that is only a candidate for a
        scope whose name no source gives is answered with ``allowed`` None.
        """
        participant = self.membership.participant_of(country, day)
        if participant is None:
            return self._refused(country, day)
        entries = self._entries.get(participant)
        if entries is not None:
            areas = area_keys(area) if area else _NO_AREA
            for entry in entries:
                found = entry.interval
                if found.holds_on(day) and (found.level is Level.COUNTRY or areas & found.area_names):
                    return entry.right
        return self._full[participant]

    def _refused(self, country: str, day: date) -> TradeRight:
        """Why a country that belongs to no participant may not trade: removed, embargoed, not yet or never joined."""
        for entry in self._entries.get(country, ()):
            found = entry.interval
            if found.level is Level.COUNTRY and found.allowed is False and found.holds_on(day):
                return entry.right
        if day < self.membership.first_list:
            return self._before_lists
        return self._outside.get(country, _NEVER_LISTED)


def _ordered(statuses: Iterable[StatusInterval]) -> dict[str, tuple[_Entry, ...]]:
    entries: dict[str, list[_Entry]] = {}
    for status in statuses:
        entries.setdefault(status.country, []).append(_Entry(status, _right(status)))
    return {
        country: tuple(sorted(rows, key=lambda e: (-e.interval.level, -e.interval.start.toordinal())))
        for country, rows in entries.items()
    }


def _right(status: StatusInterval) -> TradeRight:
    allowed, basis = status.allowed, status.basis
    if not status.names_certain:
        allowed, basis = None, f"may lie in {status.scope}, which no source names: {basis}"
    return TradeRight(allowed, status.status, basis, status.source, status.confidence)


def _full(row: Participant) -> TradeRight:
    return TradeRight(
        True, "FULL", f"participant since {row.start} ({row.precision} precision)", row.source, row.confidence
    )


def _entity(row: TradingEntity) -> TradeRight:
    basis = f"meets the minimum requirements since {row.start} without being a participant"
    return TradeRight(True, "TRADING_ENTITY", basis, row.source, row.confidence)


def _outside(row: Participant) -> TradeRight:
    basis = f"participant since {row.start} ({row.precision} precision), not on that day"
    return TradeRight(False, "NOT_A_PARTICIPANT", basis, row.source, row.confidence)


def _before_lists(first: date) -> TradeRight:
    basis = f"the first list of participants that was found takes effect on {first}"
    return TradeRight(None, "BEFORE_FIRST_LIST", basis, "l03a", "sourced")
