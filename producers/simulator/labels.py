"""What was done wrong on purpose, so that what is found can be compared with it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from producers.simulator.kinds import Kind


@dataclass(frozen=True, slots=True)
class Label:
    """One finding that must be open in the end: its rule, its subject and the event it judges.

    ``also`` names rules that may speak as a consequence of the same fault, on whatever subject. A subject that ends in
    ``*`` stands for every subject that begins so; without an ``event_id`` any judged event will do. ``kind`` is plain,
    near or disguised; for an honest look-alike the label says what must not be found. ``case`` is the number of the
    story or play, ``faulty`` are the events that are wrong, without the judged one. ``corrected``: an error
    declaration follows, so that what was found must be taken back.
    """

    fault: str
    rule: str
    subject: str
    event_id: str
    note: str
    also: tuple[str, ...]
    kind: str = Kind.PLAIN
    case: int = 0
    faulty: tuple[str, ...] = ()
    corrected: bool = False

    def names(self, subject: str) -> bool:
        """Whether ``subject`` is the one of the label, or begins as it says."""
        return subject.startswith(self.subject[:-1]) if self.subject.endswith("*") else subject == self.subject


def write_labels(labels: Iterable[Label], path: Path) -> None:
    """Write one JSON object a line, in the order in which the faults were put in."""
    with path.open("w", encoding="utf-8") as file:
        for label in labels:
            file.write(json.dumps(asdict(label), ensure_ascii=False) + "\n")


def read_labels(path: Path) -> tuple[Label, ...]:
    """Read what ``write_labels`` wrote."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(Label(**_with_tuples(row)) for row in rows)


def _with_tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
