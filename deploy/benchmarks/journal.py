"""When a system had taken in which messages: it writes a line for each commit, and who measures reads them."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

NAME = "commits"


class Journal:
    """The writing end, in a file that grows; a line is about what the write of one takes: 10 microseconds."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab", buffering=0)

    def committed(
        self, reached: Iterable[tuple[int, int]], router_seconds: float = 0, judge_seconds: float = 0
    ) -> None:
        """From now on everything before those offsets, given by partition, can be read.

        The seconds are the CPU time of the stages until now, where they can be told apart.
        """
        now = time.monotonic()
        lines = [f"{now:.6f} {number} {upto} {router_seconds:.6f} {judge_seconds:.6f}\n" for number, upto in reached]
        self._file.write("".join(lines).encode())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class Commit:
    """One line."""

    at: float
    partition: int
    upto: int
    router_seconds: float
    judge_seconds: float


class Commits:
    """The reading end, of a file that may be written meanwhile."""

    def __init__(self, path: Path) -> None:
        self._path, self._read = path, 0
        self.all: list[Commit] = []
        self._upto: dict[int, list[int]] = defaultdict(list)
        self._at: dict[int, list[float]] = defaultdict(list)

    def look(self) -> None:
        """Read what was written since the last look."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            file.seek(self._read)
            content = file.read()
        whole = content[: content.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.decode().splitlines():
            at, partition, upto, router, judge = line.split()
            commit = Commit(float(at), int(partition), int(upto), float(router), float(judge))
            self.all.append(commit)
            self._upto[commit.partition].append(commit.upto)
            self._at[commit.partition].append(commit.at)

    def reached(self, partition: int) -> int:
        """Up to where a partition was taken in."""
        return self._upto[partition][-1] if partition in self._upto else 0

    def readable_at(self, partition: int, offset: int) -> float | None:
        """When the message at that place could be read; None when it cannot yet."""
        place = bisect_right(self._upto[partition], offset)
        return self._at[partition][place] if place < len(self._at[partition]) else None
