"""Reference data as they stand: the packaged tables, and what was stated since. Not for rules.

What stands is a function of the set of statements: of those about one key and first day the one counts that was
recorded last, and of those of one instant the one with the larger digest (``statements.precedence``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from schemas.records import ReferenceChanged
from schemas.reference.changeable import TABLES
from schemas.reference.licences import Licence, LicenceKey
from schemas.reference.load_certificates import certificates
from schemas.reference.load_licences import licence_of
from schemas.reference.load_participants import participation
from schemas.reference.load_parties import party_of, site_of
from schemas.reference.load_sanctions import sanctions
from schemas.reference.model import Reference
from schemas.reference.records import Dated
from schemas.reference.statements import check_change, precedence, row_of
from schemas.reference.tables import Row

DatedT = TypeVar("DatedT", bound=Dated)

_OF_PARTICIPATION = frozenset({"participants", "participant_status", "trading_entities", "eu_members", "territories"})
_OF_SANCTIONS = frozenset({"sanctions", "listed_parties"})
_OF_CERTIFICATES = frozenset({"certificate_rules", "certificate_serials"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A row that stands from ``start`` until the day before ``stop``; ``change`` states it, None = packaged."""

    table: str
    key: str
    start: date
    stop: date
    row: Row
    change: ReferenceChanged | None


@dataclass(frozen=True, slots=True, eq=False)
class Statements:
    """Packaged rows by table, and every statement by table and key, in the order in which they count. Immutable."""

    packaged: Mapping[str, Sequence[Row]]
    told: Mapping[tuple[str, str], tuple[ReferenceChanged, ...]] = field(default_factory=dict)

    def plus(self, change: ReferenceChanged, reference: Reference) -> Reference:
        """``reference``, which these statements led to, after one more; itself where it is known already.

        Raises ``QuarantineError`` for one that cannot be.
        """
        place = change.table, change.key
        before = self.told.get(place, ())
        if change in before:
            return reference
        check_change(change)
        told = tuple(sorted((*before, change), key=precedence))
        return Statements(self.packaged, {**self.told, place: told})._applied(change, reference)

    def counting(self, table: str, key: str) -> dict[date, ReferenceChanged]:
        """Of one key the statements that count, by first day."""
        return {change.valid_from or date.min: change for change in self.told.get((table, key), ())}

    def standing(self, table: str) -> list[Standing]:
        """The rows of a table that stand: packaged ones in their order, then others by key and first day."""
        spec = TABLES[table]
        found: dict[tuple[str, date], Standing] = {}
        for row in self.packaged[table]:
            start, stop = spec.read(_whole(row, spec.columns))
            key = spec.key(row)
            found[key, start] = Standing(table, key, start, stop, row, None)
        for key in sorted(key for name, key in self.told if name == table):
            for start, change in sorted(self.counting(table, key).items()):
                stated = Standing(table, key, start, change.valid_until or date.max, row_of(change), change)
                if change.withdrawn:
                    found.pop((key, start), None)
                else:
                    found[key, start] = stated
        return list(found.values())

    def _rows(self, table: str) -> list[Row]:
        if not any(name == table for name, _ in self.told):
            return list(self.packaged[table])
        return [standing.row for standing in self.standing(table)]

    def _applied(self, change: ReferenceChanged, reference: Reference) -> Reference:
        table, key = change.table, change.key
        if table == "parties":
            parties = self._versions(change, reference.parties.get(key), lambda row: party_of(row, reference.countries))
            return replace(reference, statements=self, party_versions={**reference.party_versions, key: parties})
        if table == "sites":
            sites = self._versions(change, reference.sites.get(key), lambda row: site_of(row, reference.countries))
            return replace(reference, statements=self, site_versions={**reference.site_versions, key: sites})
        if table == "licences":
            return replace(
                reference, statements=self, licences=reference.licences.with_stated(self._licences(reference))
            )
        if table in _OF_SANCTIONS:
            rows = {name: self._rows(name) for name in _OF_SANCTIONS}
            return replace(reference, statements=self, sanctions=sanctions(rows, changed=True))
        membership, trade = reference.membership, reference.trade
        if table in _OF_PARTICIPATION:
            rows = {name: self._rows(name) for name in _OF_PARTICIPATION}
            membership, trade = participation({**rows, "former_participants": self.packaged["former_participants"]})
        rows = {name: self._rows(name) for name in _OF_CERTIFICATES}
        book = certificates(rows, membership.issuers)
        return replace(reference, statements=self, membership=membership, trade=trade, certificates=book)

    def _licences(self, reference: Reference) -> dict[LicenceKey, Licence | None]:
        """Every licence that was stated, None where it was withdrawn."""
        found: dict[LicenceKey, Licence | None] = {}
        for key in (key for table, key in self.told if table == "licences"):
            for change in self.counting("licences", key).values():
                row = licence_of(row_of(change), reference.countries)
                found[row.country, row.licence, row.valid_from] = None if change.withdrawn else row
        return found

    def _versions(
        self, change: ReferenceChanged, packaged: DatedT | None, read: Callable[[Row], DatedT]
    ) -> tuple[DatedT, ...]:
        """All rows of the key of ``change`` that stand, in order of their first days."""
        found: dict[date, DatedT] = {} if packaged is None else {packaged.start: packaged}
        for start, counting in self.counting(change.table, change.key).items():
            found.pop(start, None)
            if not counting.withdrawn:
                found[start] = read(row_of(counting))
        return tuple(row for _, row in sorted(found.items(), key=lambda one: one[0]))


def _whole(row: Row, columns: Iterable[str]) -> Row:
    """A packaged row with all columns that a stated one has."""
    return replace(row, cells={**dict.fromkeys(columns, ""), **row.cells})
