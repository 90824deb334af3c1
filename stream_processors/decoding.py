"""Events decoded once for all who ask in turn: the router, and the judge of each partition that an event concerns."""

from __future__ import annotations

from functools import lru_cache

from schemas import codec
from schemas.events import EventRecord

REMEMBERED = 4096
"""Events; the router is at most a few of its runs of 1,000 ahead of the judges as long as they keep up."""

LARGEST = 2048
"""Bytes of an event that is remembered; decoded it takes about ten times as much, so all together at most 80 MB."""

_remembered = lru_cache(maxsize=REMEMBERED)(codec.decode_event)


def decode_event(payload: bytes) -> EventRecord:
    """As ``schemas.codec.decode_event``; events cannot be changed, so one may be given out several times."""
    return _remembered(payload) if len(payload) <= LARGEST else codec.decode_event(payload)
