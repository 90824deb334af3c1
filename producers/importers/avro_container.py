"""Imports Avro object container files: the form in which caratrace and its partners archive events.

Every event in such a file already says when it was recorded and who says so, so nothing is filled in. What cannot be
read is refused with its block, its number in the block and the byte the block begins at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from producers.importers.base import Accepted, Read, refused, refused_file
from schemas import containers
from schemas.errors import MalformedInput

SUFFIXES = (".avro",)


def read(path: Path, *, recorded_at: datetime, default_emitter: str | None = None) -> Iterator[Read]:
    """Every event and every refused record or block, in order."""
    del recorded_at, default_emitter
    with path.open("rb") as file:
        try:
            for item in containers.read_events(file):
                yield _reading(item)
        except MalformedInput as error:
            yield refused_file(error, "header", path)


def _reading(item: containers.Accepted | containers.Rejected) -> Read:
    position = f"block {item.block}, record {item.number}" if item.number else f"block {item.block}"
    position = f"{position}, byte {item.offset}"
    if isinstance(item, containers.Accepted):
        return Accepted(item.value, position)
    return refused(item.error, position, item.data)
