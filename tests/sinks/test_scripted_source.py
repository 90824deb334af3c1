"""The log in memory, on which sinks are tried, does what every source does."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import pytest

from schemas.topics import EVENTS
from tests.contracts.source import SourceContract
from tests.scripted_source import MemoryLog, MemorySource


class InMemory:
    topic = EVENTS.name

    def __init__(self) -> None:
        self._log = MemoryLog()

    def append(self, number: int, payloads: Collection[bytes]) -> None:
        self._log.append(self.topic, number, *payloads)

    @contextmanager
    def reader(self) -> Iterator[MemorySource]:
        source = self._log.join()
        yield source
        self._log.readers.remove(source)


class TestMemorySource(SourceContract):
    @pytest.fixture
    def log(self) -> InMemory:
        return InMemory()
