"""Sends records to the log at a steady pace, and records what was sent and what was acknowledged, and when."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from producers.kafka.log import KafkaLog, Outgoing, open_log
from schemas.connection import Connection
from schemas.errors import RetryError
from schemas.events import EventRecord
from schemas.topics import EVENTS
from tests.integration.history import Send, digest


@dataclass(frozen=True, slots=True)
class Message:
    """A record to be sent; ``event_id`` is empty when it is no event."""

    event_id: str
    key: bytes
    payload: bytes


def messages_of(records: Iterable[EventRecord]) -> list[Message]:
    """Events as they are sent."""
    return [Message(r.event.event_id, r.event.emitter.encode(), r.payload) for r in records]


def with_poison(messages: Sequence[Message], every: int, rng: Random) -> list[Message]:
    """After each ``every`` messages one that is no event, in turn of each kind that we can think of."""
    mixed: list[Message] = []
    for number, message in enumerate(messages, 1):
        mixed.append(message)
        if number % every == 0:
            mixed.append(Message("", message.key, _spoiled(message.payload, number // every, rng)))
    return mixed


def _spoiled(payload: bytes, turn: int, rng: Random) -> bytes:
    kinds = (
        rng.randbytes(rng.randint(1, 400)),
        b"",
        payload[: rng.randint(1, len(payload) - 1)],
        payload + b"\x00",
        b"\xc3\x01" + rng.randbytes(8) + payload[10:],
        b"\x00" + rng.randbytes(4) + payload[10:],
        b'{"event_id": "' + rng.randbytes(4).hex().encode() + b'"}',
    )
    return kinds[turn % len(kinds)]


class Sender:
    """A producer in a thread of its own. What was not acknowledged when one failed is sent again by the next."""

    def __init__(self, bootstrap: str, messages: Sequence[Message], per_second: float) -> None:
        self._connection = Connection(bootstrap)
        self._messages = messages
        self._per_second = per_second
        self._sent_at: list[float] = []
        self._acknowledged_at: list[float] = []
        self._began = time.monotonic()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    @property
    def acknowledged(self) -> int:
        """So many of the messages, from the first without a gap."""
        return len(self._acknowledged_at)

    @property
    def is_done(self) -> bool:
        """Whether it has ended, well or not."""
        return not self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._began = time.monotonic()
        self._thread.start()

    def join(self, seconds: float) -> None:
        """Return when everything is acknowledged; raises what the sender failed with."""
        self._thread.join(seconds)
        if self._failure is not None:
            raise self._failure
        assert self.is_done, f"after {seconds} more seconds {self.acknowledged} of {len(self._messages)} were sent"

    def _run(self) -> None:
        try:
            while self.acknowledged < len(self._messages):
                try:
                    self._send_the_rest()
                except RetryError:  # it is sent again, and the log may hold some of it twice
                    time.sleep(0.5)
        except BaseException as error:
            self._failure = error
            raise

    def _send_the_rest(self) -> None:
        first = self.acknowledged
        log: KafkaLog | None = None
        try:
            with open_log(self._connection) as log:
                for number in range(first, len(self._messages)):
                    self._wait_for(number)
                    message = self._messages[number]
                    if number == len(self._sent_at):
                        self._sent_at.append(self._elapsed())
                    log.send(Outgoing(EVENTS.name, message.key, message.payload))
                    self._note(first + log.acknowledged)
        finally:
            if log is not None:
                self._note(first + log.acknowledged)

    def _wait_for(self, number: int) -> None:
        ahead = number / self._per_second - self._elapsed()
        if ahead > 0.002:
            time.sleep(ahead)

    def _note(self, acknowledged: int) -> None:
        now = self._elapsed()
        self._acknowledged_at += [now] * (acknowledged - len(self._acknowledged_at))

    def _elapsed(self) -> float:
        return time.monotonic() - self._began

    def sends(self) -> list[Send]:
        """The record of what was sent so far."""
        known, acknowledged = list(self._sent_at), list(self._acknowledged_at)
        return [
            Send(message.event_id, digest(message.payload), sent_at, acknowledged[n] if n < len(acknowledged) else None)
            for n, (message, sent_at) in enumerate(zip(self._messages, known, strict=False))
        ]

    def write(self, path: Path) -> None:
        """Keep the record, a line for each message."""
        path.write_text("".join(json.dumps(asdict(send)) + "\n" for send in self.sends()), encoding="utf-8")
