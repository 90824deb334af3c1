"""Records of several partitions, given out in the order in which the log took them in. Pure.

Order decides no verdict. But a router that catches up partition by partition would show the judges every receipt long
before or after its release, and they would raise, publish and take back what was never wrong.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from heapq import heapify, heappop, heapreplace

from stream_processors.incoming import Incoming


class TimeOrder:
    """A queue for each partition, merged by the time of their records."""

    def __init__(self) -> None:
        self._queues: dict[int, deque[Incoming]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._queues.values()))

    def waiting(self, partition: int) -> int:
        """How many records of a partition wait."""
        return len(self._queues.get(partition, ()))

    def add(self, partition: int, records: Iterable[Incoming]) -> None:
        """Records of one partition, in their order."""
        self._queues.setdefault(partition, deque()).extend(records)

    def clear(self) -> None:
        """Forget all of them: they will be read again."""
        self._queues.clear()

    def take(self, limit: int, behind: Collection[int]) -> list[Incoming]:
        """At most ``limit`` records, the earliest first; within a partition always in its order.

        ``behind`` are partitions that have more records than were added. When the queue of one of them is empty, its
        next record may be the earliest of all, so nothing more is given out.
        """
        heads = [(queue[0].known_at, partition) for partition, queue in self._queues.items() if queue]
        heapify(heads)
        taken: list[Incoming] = []
        if any(not self.waiting(partition) for partition in behind):
            return taken
        while heads and len(taken) < limit:
            partition = heads[0][1]
            queue = self._queues[partition]
            taken.append(queue.popleft())
            if queue:
                heapreplace(heads, (queue[0].known_at, partition))
            elif partition in behind:
                break
            else:
                heappop(heads)
        return taken
