"""What was done wrong on purpose, so that what is found can be compared with it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Label:
    """One finding that must be open in the end: its rule, its subject and the event it judges.

    ``also`` names rules that may speak as a consequence of the same fault, on whatever subject.
    """

    fault: str
    rule: str
    subject: str
    event_id: str
    note: str
    also: tuple[str, ...]


def write_labels(labels: Iterable[Label], path: Path) -> None:
    """Write one JSON object a line, in the order in which the faults were put in."""
    with path.open("w", encoding="utf-8") as file:
        for label in labels:
            file.write(json.dumps(asdict(label), ensure_ascii=False) + "\n")


def read_labels(path: Path) -> tuple[Label, ...]:
    """Read what ``write_labels`` wrote."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(Label(**{**row, "also": tuple(row["also"])}) for row in rows)
