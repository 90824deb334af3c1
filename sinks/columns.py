"""How a row is declared: the columns of a table in order, each with the function that takes its cell from a source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.ports import Row, Value

Source = TypeVar("Source")


@dataclass(frozen=True)
class TableColumns(Generic[Source]):
    """The columns of ``table`` and where their cells come from; a test holds them against the migrations."""

    table: str
    cells: Mapping[str, Callable[[Source], Value]]

    def row(self, source: Source) -> Row:
        """The row of one source."""
        return tuple([cell(source) for cell in self.cells.values()])
