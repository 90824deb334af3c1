"""A worker in which messages vanish between Faust's consumer and its agent, as they do when Faust clears its queues.

For ``faust -A tests.integration.dropping_worker worker``. One of ``ONE_OF`` messages does not get into the queue, and
now and then a whole queue is emptied. ``CARATRACE_TEST_DROPPED`` names a file that gets a line for each lost message.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from random import Random
from typing import Any

from mode.utils.queues import FlowControlQueue

from deploy.worker import app

ONE_OF = 12
CLEARED_EVERY = (0.5, 3.0)
"""Seconds between two times at which everything that waits is lost."""

_RNG = Random(int(os.environ.get("CARATRACE_TEST_SEED", "1")))
_DROPPED = Path(os.environ["CARATRACE_TEST_DROPPED"])
_put = FlowControlQueue.force_put_nowait


def _note(count: int) -> None:
    with _DROPPED.open("a", encoding="utf-8") as file:
        file.write("dropped\n" * count)


def _put_or_drop(queue: FlowControlQueue[Any], item: Any) -> None:
    if _RNG.randrange(ONE_OF) == 0:
        _note(1)
    else:
        _put(queue, item)


FlowControlQueue.force_put_nowait = _put_or_drop  # type: ignore[method-assign]


@app.task  # type: ignore[untyped-decorator]
async def clear_queues() -> None:
    """Empty all queues, again and again."""
    while True:
        await asyncio.sleep(_RNG.uniform(*CLEARED_EVERY))
        _note(sum(queue.qsize() for queue in app.flow_control._queues))
        app.flow_control.clear()
