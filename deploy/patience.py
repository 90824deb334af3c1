"""Waiting for a server that is away while a process starts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from schemas.errors import RetryError
from sinks.backoff import delay

T = TypeVar("T")

FEW_TRIES = 5
"""For what somebody waits for at a terminal: a name typed wrongly looks like a server that is away."""

logger = logging.getLogger(__name__)


def patiently(
    action: Callable[[], T],
    stop: Event,
    chance: Callable[[], float],
    tries: int | None = None,
    on_wait: Callable[[], None] = lambda: None,
) -> T:
    """What ``action`` gives, tried again after every ``RetryError``; the last one is raised when ``stop`` is set.

    ``tries`` at most, without end where it is None; ``chance`` spreads the waits, before each of which ``on_wait`` is
    called.
    """
    failures = 0
    while True:
        try:
            return action()
        except RetryError as error:
            failures += 1
            on_wait()
            wait = delay(failures, chance()).total_seconds()
            if failures == tries or stop.wait(wait):
                raise
            logger.warning("not started yet, tried %d times, waited %.1f s: %s", failures, wait, error)
