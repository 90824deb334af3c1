"""A small Faust program that fails on purpose; ``test_faust.py`` runs it, and looks at what it wrote down.

``python -m tests.integration.kafka.faust_probe ADDRESS TOPIC FOLDER SUPERVISOR SHAPE``: the topic has ``COUNT`` records
in one partition, and its name is the consumer group too. The shape is the name of a method of ``Shapes``.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import faust
from faust.transport.consumer import Consumer
from faust.types import TP, EventT

COUNT = 40
BAD = 5
"""The offset of the record that cannot be processed."""

BATCH = 4
LEFT_OUT = frozenset({10, 11})
"""The offsets that ``repaired`` never acknowledges."""

HELD = 20
"""The offset at which ``held`` waits for ever."""

BAD_CODE = 70
NOTES = "notes"
LAST_NOTE = "came to"

Stream = faust.Stream[bytes]


class BadRecord(Exception):
    """What the loops raise."""


class Shapes:
    """Every way of looping over a stream that is tried."""

    def __init__(self, app: faust.App, topic: str, notes: Path) -> None:
        self._app = app
        self._partition = TP(topic, 0)
        self._notes = notes

    async def plain(self, stream: Stream) -> None:
        """The stream acknowledges."""
        async for event in stream.events():
            await self._process(event)

    async def noack(self, stream: Stream) -> None:
        """We acknowledge what was processed; a failure leaves the loop."""
        async for event in stream.noack().events():
            await self._process(event)
            event.ack()

    async def batches(self, stream: Stream) -> None:
        """Several at a time; the stream acknowledges."""
        async for events in stream.take_events(BATCH, within=1):
            for event in events:
                await self._process(event, at_once=True)

    async def exiting(self, stream: Stream) -> None:
        """We acknowledge what was processed; a failure ends the process at once."""
        async for event in stream.noack().events():
            try:
                await self._process(event)
                event.ack()
            except BadRecord:
                os._exit(BAD_CODE)

    async def guarded(self, stream: Stream) -> None:
        """As ``noack``; the worker is a ``GuardedWorker``."""
        await self.noack(stream)

    async def held(self, stream: Stream) -> None:
        """We acknowledge up to a record, which is never done with."""
        async for event in stream.noack().events():
            self._note("reached", event.message.offset)
            if event.message.offset == HELD:
                self._note(LAST_NOTE, HELD)
                await asyncio.Event().wait()
            event.ack()

    async def repaired(self, stream: Stream) -> None:
        """We leave out two records, and when Faust's commit is stuck there we commit by hand."""
        async for event in stream.noack().events():
            self._note("reached", event.message.offset)
            if event.message.offset not in LEFT_OUT:
                event.ack()
            if event.message.offset == COUNT - 1:
                await self._repair()

    async def _repair(self) -> None:
        consumer = cast(Consumer, self._app.consumer)
        await _until(lambda: self._committed() == min(LEFT_OUT))
        await consumer.commit()
        self._note("stuck at", self._committed())
        self._note("acknowledged in vain", len(consumer._acked[self._partition]))
        self._note("repaired", await consumer._commit_offsets({self._partition: COUNT}))
        await _until(lambda: not consumer._acked[self._partition])
        self._note(LAST_NOTE, self._committed())

    async def _process(self, event: EventT[bytes], at_once: bool = False) -> None:
        """Fail on the bad record, unless ``at_once`` not earlier than all before it is committed."""
        self._note("reached", event.message.offset)
        if event.message.offset == BAD:
            await _until(lambda: at_once or self._committed() == BAD)
            raise BadRecord(f"expected a good record, got the one at offset {BAD}, which is bad on purpose")

    def _committed(self) -> int | None:
        return self._app.monitor.tp_committed_offsets.get(self._partition)

    def _note(self, name: str, value: object) -> None:
        """Written before it returns, so that it survives any end of the process."""
        with self._notes.open("a", encoding="utf-8") as file:
            file.write(json.dumps([name, value]) + "\n")


class GuardedWorker(faust.Worker):
    """One that ends at once when anything in it has crashed."""

    def on_worker_shutdown(self) -> None:
        """Called before the orderly stop, which commits, and which a crash may keep from ever ending."""
        if self.crash_reason:
            os._exit(BAD_CODE)


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.02)


def make_app(address: str, topic: str, folder: str, supervisor: str) -> faust.App:
    """A Faust app with the settings that the judge has, but for those that only make a test quick."""
    settings: dict[str, Any] = {
        "agent_supervisor": f"mode.{supervisor}Supervisor",
        "stream_wait_empty": False,
        "broker_commit_interval": 0.3,
        "broker_session_timeout": 6,
        "broker_heartbeat_interval": 2,
        "broker_rebalance_timeout": 6,
        "broker_request_timeout": 20,
        "topic_partitions": 1,
        "topic_replication_factor": 1,
        "topic_allow_declare": False,
        "topic_disable_leader": True,
        "web_enabled": False,
    }
    return faust.App(topic, broker=f"kafka://{address}", store="memory://", datadir=folder, **settings)


def main() -> None:
    """Run the worker until it ends by itself or is asked to."""
    address, topic, folder, supervisor, shape = sys.argv[1:]
    app = make_app(address, topic, folder, supervisor)
    loop = getattr(Shapes(app, topic, Path(folder) / NOTES), shape)
    app.agent(app.topic(topic, value_type=bytes, value_serializer="raw"), name=shape)(loop)
    worker = GuardedWorker if shape == "guarded" else faust.Worker
    worker(app, loglevel="warning").execute_from_commandline()


if __name__ == "__main__":
    main()
