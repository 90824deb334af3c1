"""How a command that stays, or takes long, is asked to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from schemas.errors import StopError


@contextmanager
def stop_signal() -> Iterator[threading.Event]:
    """Set by SIGTERM as long as the block lasts. Only for the main thread, which signals are delivered to."""
    stop = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def breaking_off(what_is_lost: str) -> Iterator[None]:
    """SIGTERM or Ctrl-C ends the block at once, but in order. Raises ``StopError`` then. Only for the main thread."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        raise StopError(f"interrupted; {what_is_lost}") from None
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def later() -> Iterator[None]:
    """SIGTERM and Ctrl-C wait until the block is over; a process that it starts hears of neither unless it wants to."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
