"""Keeping the cyclic garbage collector away from what is kept for long."""

from __future__ import annotations

import gc

YOUNG_OBJECTS = 500_000
"""So many new objects make the collector look at them; Python's own choice, 700, is for programs that keep little."""


def settle() -> None:
    """Take everything alive out of the collector's sight; to be called before and between batches.

    Histories are millions of small objects without cycles: reference counting frees them, and walking through them
    again and again in search of cycles would make an event dearer the more events there are.
    """
    gc.set_threshold(YOUNG_OBJECTS)
    gc.freeze()
