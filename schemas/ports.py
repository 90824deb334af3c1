"""What the core asks of the outside world: protocols, each with a suite in ``tests/contracts`` that adapters keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

Value = None | bool | int | float | str | bytes | datetime | date | tuple["Value", ...]
"""One cell: an instant is aware and comes back in UTC, an id is text, an array is a tuple.

Text comes back as ``str``, and as ``bytes`` where it is no UTF-8: the engines do not tell the two apart.
"""

Row = tuple[Value, ...]
"""One row, with a value for each column of its table, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a query: names and types of the columns, and the rows.

    Types are written as ClickHouse does, without ``LowCardinality``, which says how a column is stored and not what it
    holds.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[Row, ...]

    def dicts(self) -> list[dict[str, Value]]:
        """The rows by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class RowStore(Protocol):
    """Tables that speak ClickHouse SQL. Every failure names the table or the query.

    It is a ``RetryError`` where the same call may succeed later, as when a server is away for a while, and a
    ``StopError`` otherwise.
    """

    def insert(self, table: str, rows: Sequence[Row], token: str) -> None:
        """Store ``rows`` as one block: all of them or, with an error, none.

        ``token`` names the batch: the same rows under the same token are stored once as long as the engine remembers
        the block, so the tables' keys must make repeats harmless in any case. Other rows under a used token are
        stored: a token is no licence to drop anything.
        """

    def query(self, sql: str, parameters: Mapping[str, Value] | None = None) -> Table:
        """Answer one SELECT; a placeholder ``{name:Type}`` stands for ``parameters[name]``."""

    def command(self, sql: str) -> None:
        """Run one statement that has no answer and no parameters (DDL)."""

    def close(self) -> None:
        """Let go of the store; a second call does nothing."""
