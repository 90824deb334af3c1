"""CPU time of the steps of some work; what it gives and raises is not changed by being measured."""

from __future__ import annotations

import asyncio

import pytest

from deploy.benchmarks.stages import Meter


class Clock:
    """CPU time that passes when somebody says so."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> float:
        return self.seconds

    async def work(self, seconds: int) -> str:
        """Use so much CPU time before and after a wait."""
        self.seconds += seconds
        await asyncio.sleep(0)
        self.seconds += seconds
        return "done"


def test_only_the_work_itself_counts_and_not_what_runs_while_it_waits() -> None:
    async def both() -> tuple[str, float]:
        clock = Clock()
        meter, other = Meter(clock), asyncio.create_task(clock.work(50))
        result = await meter.of(clock.work(2))
        await other
        assert clock.seconds == 104
        return result, meter.seconds

    assert asyncio.run(both()) == ("done", 4)


def test_an_error_comes_through() -> None:
    async def fails() -> None:
        await asyncio.sleep(0)
        raise LookupError("no such thing")

    async def awaits() -> None:
        await Meter().of(fails())

    with pytest.raises(LookupError, match="no such thing"):
        asyncio.run(awaits())


def test_being_cancelled_comes_through_to_the_work() -> None:
    ended = []

    async def waits() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)

    async def cancels() -> None:
        async def measured() -> None:
            await Meter().of(waits())

        task = asyncio.create_task(measured())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancels())
    assert ended == [True]
