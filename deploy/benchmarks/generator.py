"""The open-loop generator, a process of its own: ``python -m deploy.benchmarks.generator FILE [PER_SECOND]``.

Message ``n`` is due ``n / PER_SECOND`` seconds after the first, whatever becomes of those before it; without a rate
everything is due at once. It prints one JSON object at its end, and says in it how late it was itself.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.benchmarks.figures import quantile
from deploy.benchmarks.material import read_slice
from deploy.kafka import connection_of, quiet
from deploy.settings import Settings
from producers.kafka.log import KafkaLog, Outgoing, open_log
from schemas.topics import EVENTS

SHORTEST_SLEEP = 0.001
"""Seconds; who sleeps less often than for each message sends small groups, at most this late."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a generator says of its run; instants are those of ``time.monotonic``, one clock for all processes."""

    began: float
    """When the first message was due."""

    acknowledged: float
    """When the last one was acknowledged."""

    events: int
    cpu_seconds: float
    late_p99_ms: float
    """From the instant at which a message was due to the one at which it was handed to the producer."""


def due(number: int, per_second: float | None) -> float:
    """Seconds after the beginning at which a message is due."""
    return number / per_second if per_second else 0.0


def send(log: KafkaLog, messages: list[tuple[bytes, bytes]], per_second: float | None) -> Sent:
    """Send each message when it is due, and return when all are acknowledged."""
    late: list[float] = []
    cpu, began = time.process_time(), time.monotonic()
    for number, (key, payload) in enumerate(messages):
        ahead = began + due(number, per_second) - time.monotonic()
        if ahead > 0:
            time.sleep(max(ahead, SHORTEST_SLEEP))
            ahead = began + due(number, per_second) - time.monotonic()
        late.append(-ahead)
        log.send(Outgoing(EVENTS.name, key, payload))
    log.flush()
    behind = quantile(late, 0.99) * 1000 if per_second else 0.0
    return Sent(began, time.monotonic(), len(messages), time.process_time() - cpu, behind)


def main() -> None:
    """Read everything, connect, send, and tell."""
    messages = list(read_slice(Path(sys.argv[1])))
    per_second = float(sys.argv[2]) if len(sys.argv) > 2 else None
    quiet()
    with open_log(connection_of(Settings.from_environment(os.environ), None)) as log:
        sent = send(log, messages, per_second)
    print(json.dumps(asdict(sent)))


if __name__ == "__main__":
    main()
