"""How the pages that are made look: tables, and paragraphs in lines of 120 characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

MADE = "<!-- Made by `make pages`; change what it is made from, not this page. -->"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a table; an empty cell for None."""
    yield _row(columns)
    yield _row(["---"] * len(columns))
    yield from map(_row, rows)


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join("" if cell is None else str(cell).replace("|", "/") for cell in cells) + " |"


def prose(text: str, item: str = "") -> str:
    """A paragraph, or with a mark such as ``- `` an item of a list."""
    hanging = " " * len(item)
    return textwrap.fill(
        " ".join(text.split()), 120, initial_indent=item, subsequent_indent=hanging, break_on_hyphens=False
    )


def joined(lines: Iterable[str]) -> str:
    """The page."""
    return "\n".join(lines).rstrip() + "\n"
