"""CPU time of a part of an event loop: of its own steps only, not of what runs while it waits."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Generator
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Meter:
    """CPU seconds of this thread that went into the steps of some work."""

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        self.seconds = 0.0
        self.clock = clock

    def of(self, work: Awaitable[T]) -> Awaitable[T]:
        """``work``, to be awaited instead of it."""
        return _Metered(work, self)


class _Metered(Generic[T]):
    def __init__(self, work: Awaitable[T], meter: Meter) -> None:
        self._work, self._meter = work, meter

    def __await__(self) -> Generator[Any, Any, T]:
        steps = self._work.__await__()
        error: BaseException | None = None
        while True:
            began = self._meter.clock()
            try:
                waits_for = next(steps) if error is None else steps.throw(error)
            except StopIteration as end:
                result: T = end.value
                return result
            finally:
                self._meter.seconds += self._meter.clock() - began
            try:
                error = None
                yield waits_for
            except BaseException as raised:
                error = raised
