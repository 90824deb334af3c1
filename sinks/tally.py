"""What a sink has done so far: nothing is dropped without being counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from schemas.ports import Row, RowStore, Table, Value


class Tally:
    """Counts since the start of the process. Rows are those of written batches, each once."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.read: Counter[str] = Counter()
        """Records in written batches, by topic."""

        self.rows: Counter[str] = Counter()
        """Rows of written batches, by table."""

        self.quarantined: Counter[str] = Counter()
        """Records that could not be accepted, by topic."""

        self.repeats: Counter[str] = Counter()
        """Records that came a second time and were left out, by topic."""

        self.given_back: Counter[str] = Counter()
        """Records that were read, not written, and left to whoever reads them again, by topic."""

        self.batches = 0
        self.retries = 0
        self.failed_commits = 0

    def summary(self) -> dict[str, object]:
        """As it is printed."""
        return {
            "read": dict(sorted(self.read.items())),
            "rows": dict(sorted(self.rows.items())),
            "quarantined": dict(sorted(self.quarantined.items())),
            "repeats": dict(sorted(self.repeats.items())),
            "given_back": dict(sorted(self.given_back.items())),
            "batches": self.batches,
            "retries": self.retries,
            "failed_commits": self.failed_commits,
        }


class CountingStore:
    """A row store that counts the rows it is given, by table, since ``rows`` was last emptied."""

    def __init__(self, store: RowStore) -> None:
        """Passes everything on to ``store``."""
        self._store = store
        self.rows: Counter[str] = Counter()

    def insert(self, table: str, rows: Sequence[Row], token: str) -> None:
        """See ``RowStore.insert``."""
        self._store.insert(table, rows, token)
        self.rows[table] += len(rows)

    def query(self, sql: str, parameters: Mapping[str, Value] | None = None) -> Table:
        """See ``RowStore.query``."""
        return self._store.query(sql, parameters)

    def command(self, sql: str) -> None:
        """See ``RowStore.command``."""
        self._store.command(sql)

    def close(self) -> None:
        """See ``RowStore.close``."""
        self._store.close()
