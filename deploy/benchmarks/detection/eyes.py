"""The detectors, which look at the stored rows of one world on the second day of every month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from deploy.benchmarks.detection.flags import Flag, raise_flag
from deploy.benchmarks.detection.plans import WorldPlan
from schemas.events import EventRecord
from schemas.findings import Finding
from schemas.ports import Row, RowStore
from schemas.reference.model import Reference
from sinks.detectors import Detector
from sinks.reference_rows import OPERATOR_PRODUCTION, PRODUCTION, TRADE, load_tables, reference_rows
from sinks.writer import Writer

_DAY, _MOMENT = timedelta(days=1), timedelta(milliseconds=10)

_TABLES = "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'"


class Eyes:
    """The detectors, which look at the stored rows on the second day of every month."""

    def __init__(
        self,
        store: RowStore,
        detectors: tuple[Detector, ...],
        reference: Reference,
        plan: WorldPlan,
    ) -> None:
        self._store = store
        self.detectors = detectors
        self._plan = plan
        self._waiting: list[tuple[EventRecord, int, datetime]] = []
        self._next: datetime | None = None
        self._looks = 0
        self._standing: dict[str, Finding] = {}
        self.flags: dict[str, Flag] = {}
        if detectors:
            self._open(reference)

    def _open(self, reference: Reference) -> None:
        """No events, the reference data, and the published figures."""
        packaged = reference_rows(reference)
        _empty(self._store, _tables(self._store) - packaged.keys())
        begins = datetime.combine(self._plan.start, time(), UTC)
        known_at = self._after_other_worlds(packaged, begins - _DAY)
        load_tables(self._store, packaged, known_at)
        load_tables(self._store, _published(packaged, self._plan), known_at + _MOMENT)
        self._next = _next_month(begins)

    def _after_other_worlds(self, tables: Iterable[str], instant: datetime) -> datetime:
        """``instant``, or a moment after the last copy of reference data that another world left behind."""
        copies = " UNION ALL ".join(f"SELECT max(known_at) AS at FROM {table}" for table in tables)
        ((last,),) = self._store.query(f"SELECT max(at) FROM ({copies})").rows
        assert isinstance(last, datetime)
        return max(instant, last + _MOMENT)

    def keep(self, arrival: tuple[EventRecord, int, datetime]) -> None:
        """Store an event until the next look."""
        if self.detectors:
            self._waiting.append(arrival)

    def until(self, instant: datetime) -> None:
        """Let months pass up to ``instant``."""
        while self._next is not None and self._next <= instant:
            self.look(self._next)
            self._next = _next_month(self._next)

    def look(self, at: datetime) -> None:
        """Ask every detector about what has come until ``at``."""
        if not self.detectors:
            return
        self._looks += 1
        if self._waiting:
            Writer(self._store).write(self._waiting, [], [], f"{self._plan.seed} look {self._looks}")
            self._waiting = []
        found = self._found(at)
        for finding in found.values():
            raise_flag(self.flags, finding, at)
        for gone in self._standing.keys() - found.keys():
            self.flags[gone].stands = False
        self._standing = found

    def _found(self, at: datetime) -> dict[str, Finding]:
        found: dict[str, Finding] = {}
        for detector in self.detectors:
            found |= detector.run(self._store, self._looks, at)
        return found


def _tables(store: RowStore) -> set[str]:
    """All tables but the one that says which migrations were applied."""
    return {str(table) for (table,) in store.query(_TABLES).rows} - {"schema_migrations"}


def empty(store: RowStore) -> None:
    """Take away every row, those of reference data too."""
    _empty(store, _tables(store))


def _empty(store: RowStore, tables: Iterable[str]) -> None:
    for table in sorted(tables):
        store.command(f"TRUNCATE TABLE {table}")


def _next_month(instant: datetime) -> datetime:
    """The second day of the month after the one that ``instant`` is in."""
    return (instant.replace(day=1) + timedelta(days=32)).replace(day=2, hour=0, minute=0, second=0, microsecond=0)


def _published(packaged: Mapping[str, Sequence[Row]], plan: WorldPlan) -> dict[str, list[Row]]:
    """The figures that plays publish, beside the packaged ones."""
    more = {
        PRODUCTION.table: [PRODUCTION.row(figure) for play in plan.plays for figure in play.figures],
        OPERATOR_PRODUCTION.table: [OPERATOR_PRODUCTION.row(row) for play in plan.plays for row in play.operators],
        TRADE.table: [TRADE.row(figure) for play in plan.plays for figure in play.trade],
    }
    return {table: [*packaged[table], *added] for table, added in more.items() if added}
