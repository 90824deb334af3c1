"""Who holds which licence from when to when, and who is bound by the System of Warranties. Pure: no files.

The packaged data know no licences: registers are the operator's own (``licences.csv``). Where a register says nothing
of a country and a kind of licence, nothing is known, and rules stay silent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

LICENCE_KINDS = frozenset({"mining", "digging", "buying", "exporting", "carrying", "warranties"})
"""What a licence is for. ``warranties`` is no licence to trade: the holder belongs to a body that binds its members by
the System of Warranties of the World Diamond Council."""

PRODUCING = frozenset({"mining", "digging"})
"""Licences to take diamonds out of the ground."""

TRADING = frozenset({"buying", "exporting"})
"""Licences to buy and sell rough."""

WARRANTIES = frozenset({"warranties"})
"""Registration with the System of Warranties."""


LicenceKey = tuple[str, str, date]
"""Country, number as it is written, and first day."""


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence of a ``holder`` (a party's id) in a country; ``valid_until`` is its last day, None = no end.

    ``area`` and ``site_id`` say where it holds, None = anywhere in the country. ``diggers`` is how many people work
    under it. ``phone``, ``address`` and ``account`` are of the holder, as the register has them.
    """

    licence: str
    holder: str
    kind: str
    country: str
    area: str | None
    site_id: str | None
    diggers: int | None
    valid_from: date
    valid_until: date | None
    phone: str | None
    address: str | None
    account: str | None
    source: str
    confidence: str

    def valid_on(self, day: date) -> bool:
        """Whether it holds on ``day``: the first and the last day are days inside."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @property
    def period(self) -> str:
        """``2024-01-01 to 2024-12-31``, or ``since 2024-01-01``."""
        return f"{self.valid_from} to {self.valid_until}" if self.valid_until else f"since {self.valid_from}"


@dataclass(frozen=True, slots=True, eq=False)
class LicenceBook:
    """All licences; a number that was renewed stands once for each period. ``ground`` are those of the file alone."""

    rows: tuple[Licence, ...]
    ground: tuple[Licence, ...]
    _numbers: Mapping[str, tuple[Licence, ...]]
    _holders: Mapping[str, tuple[Licence, ...]]
    _covered: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, licences: Iterable[Licence] = ()) -> LicenceBook:
        """Sort the rows. Raises ValueError for two periods of one number in one country that overlap."""
        rows = sorted(licences, key=_place)
        for one, other in pairwise(rows):
            if _place(one)[:2] == _place(other)[:2] and _overlap(one, other):
                raise ValueError(
                    f"expected one period after the other for licence {other.licence} of {other.country}, got "
                    f"{one.period} and {other.period}"
                )
        return cls._sorted(tuple(rows), tuple(rows))

    def with_stated(self, stated: Mapping[LicenceKey, Licence | None]) -> LicenceBook:
        """The licences of the file with rows that were stated since, or withdrawn (None).

        A later row of a number takes the place of an earlier one from its first day on.
        """
        found: dict[LicenceKey, Licence | None] = {
            (row.country, row.licence, row.valid_from): row for row in self.ground
        }
        rows = sorted((row for row in (found | dict(stated)).values() if row is not None), key=_place)
        return self._sorted(tuple(_one_after_the_other(rows)), self.ground)

    @classmethod
    def _sorted(cls, rows: tuple[Licence, ...], ground: tuple[Licence, ...]) -> LicenceBook:
        numbers: dict[str, list[Licence]] = {}
        holders: dict[str, list[Licence]] = {}
        for row in rows:
            numbers.setdefault(number_key(row.licence), []).append(row)
            holders.setdefault(row.holder, []).append(row)
        return cls(
            rows,
            ground,
            {number: tuple(found) for number, found in numbers.items()},
            {holder: tuple(found) for holder, found in holders.items()},
            frozenset((row.country, row.kind) for row in rows),
        )

    def changed_from(self, before: LicenceBook) -> tuple[set[Licence], set[str]]:
        """The rows that differ, and the countries of which other kinds of licences are known."""
        return set(self.rows) ^ set(before.rows), {country for country, _ in self._covered ^ before._covered}

    def numbered(self, number: str, country: str | None) -> tuple[Licence, ...]:
        """The periods of the licence with this number, in ``country`` where it is known; empty if there is none."""
        found = self._numbers.get(number_key(number), ())
        return tuple(row for row in found if country is None or row.country == country)

    def held(self, party: str, kinds: Collection[str]) -> tuple[Licence, ...]:
        """The licences of these kinds that ``party`` holds or held."""
        return tuple(row for row in self._holders.get(party, ()) if row.kind in kinds)

    def covers(self, country: str | None, kinds: Collection[str]) -> bool:
        """Whether any licence of these kinds in ``country`` is known: then a missing one means something."""
        return country is not None and any((country, kind) in self._covered for kind in kinds)

    def bound_by_warranties(self, party: str, day: date) -> bool:
        """Whether ``party`` belongs on ``day`` to a body that binds its members by the System of Warranties."""
        return any(row.valid_on(day) for row in self.held(party, WARRANTIES))


def number_key(number: str) -> str:
    """A licence number without capitals, spaces, hyphens and slashes, which people write differently."""
    return number.casefold().replace(" ", "").replace("-", "").replace("/", "")


def _place(row: Licence) -> tuple[str, str, date, str]:
    return row.country, number_key(row.licence), row.valid_from, row.licence


def _overlap(first: Licence, second: Licence) -> bool:
    return first.valid_until is None or second.valid_from <= first.valid_until


def _one_after_the_other(rows: Iterable[Licence]) -> Iterator[Licence]:
    """Rows in order, each until the day before the next of its number begins."""
    waiting: Licence | None = None
    for row in rows:
        if waiting is not None:
            if _place(waiting)[:2] != _place(row)[:2] or not _overlap(waiting, row):
                yield waiting
            elif waiting.valid_from < row.valid_from:
                yield replace(waiting, valid_until=row.valid_from - timedelta(days=1))
        waiting = row
    if waiting is not None:
        yield waiting
