"""A program that runs in an event loop until it is told to end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress


async def run_until_told(work: Coroutine[object, object, None]) -> None:
    """Do the work until SIGTERM or SIGINT comes, then cancel it and wait for its end."""
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task
