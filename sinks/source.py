"""What the sink asks of the log: records in order of each partition, and a place in a group that shares partitions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MILLISECOND = (datetime(2299, 12, 31, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)


class Partition(NamedTuple):
    """One partition of a topic; sorts by topic and number."""

    topic: str
    number: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.number}"


@dataclass(frozen=True, slots=True)
class LogRecord:
    """A record as the log has it; ``payload`` is empty where it has none, ``at`` is the log's time of it."""

    partition: Partition
    offset: int
    at: datetime
    payload: bytes


@dataclass(frozen=True, slots=True)
class Polled:
    """What one look at the log brought: partitions that were taken away, then those given, then records.

    A partition may be taken and given at once: all are, when the group divides them anew. Records come only from
    partitions that were given and then started.
    """

    revoked: frozenset[Partition] = frozenset()
    assigned: frozenset[Partition] = frozenset()
    records: tuple[LogRecord, ...] = ()


class Source(Protocol):
    """Topics of a log, read as one of a group; every call but ``poll`` and ``idle`` may raise ``RetryError``.

    ``tests/contracts/source.py`` is what every source does.
    """

    def poll(self, limit: int, wait: timedelta) -> Polled:
        """Up to ``limit`` records; returns as soon as there is something, with nothing when ``wait`` is over.

        Raises ``StopError`` when the log no longer has the records that come next.
        """

    def idle(self, wait: timedelta) -> Polled:
        """Stay in the group for about ``wait`` without reading: no records, only what was taken and given."""

    def start(self, places: Mapping[Partition, int]) -> None:
        """Read these partitions, which were given, from these offsets on; until then nothing is read from them."""

    def commit(self, places: Mapping[Partition, int]) -> None:
        """Tell the log how far the group is: the next offset of each partition. For others to look at, no more."""

    def partitions(self) -> frozenset[Partition]:
        """All partitions of the topics, whoever reads them."""

    def beginnings(self, partitions: Collection[Partition]) -> dict[Partition, int]:
        """The first offset that the log still has, of each."""

    def ends(self, partitions: Collection[Partition]) -> dict[Partition, int]:
        """The offset that the next record will get, of each."""


def instant_of(milliseconds: int) -> datetime:
    """A timestamp of the log as an instant. What a producer may have made up is kept within 1970 and 2299."""
    return _EPOCH + timedelta(milliseconds=min(max(milliseconds, 0), _LAST_MILLISECOND))
