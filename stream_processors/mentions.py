"""Which events name what a change of reference data is about. Pure.

A text stands in the bytes of an event as it is, behind its length; so the bytes can be searched without being read.
That finds every event that holds one of the names as a text of its own, and now and then another, which does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from schemas.events import CustodyEvent
from schemas.reference.concerned import Concerned


def naming_bytes(wanted: Concerned) -> Callable[[bytes], bool]:
    """Whether the bytes of an event name something of what is ``wanted``."""
    patterns = [_written(name) for name in sorted(wanted.names)]
    words = sorted(wanted.words)

    def names(payload: bytes) -> bool:
        if wanted.everything or any(pattern in payload for pattern in patterns):
            return True
        if not words:
            return False
        text = payload.decode("utf-8", "replace").casefold()
        return any(word in text for word in words)

    return names


def naming_texts(wanted: Concerned) -> Callable[[frozenset[str]], bool]:
    """Whether the texts of an event (``texts_of``) name something of what is ``wanted``."""

    def names(texts: frozenset[str]) -> bool:
        if wanted.everything or not wanted.names.isdisjoint(texts):
            return True
        return bool(wanted.words) and any(word in text.casefold() for word in wanted.words for text in texts)

    return names


def texts_of(event: CustodyEvent) -> frozenset[str]:
    """Every text that an event holds."""
    return frozenset(_texts(event))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _texts(getattr(value, part.name))


def _written(text: str) -> bytes:
    """A text as Avro writes it: its length in bytes, doubled, in groups of seven bits, then the bytes."""
    content = text.encode()
    number, length = 2 * len(content), bytearray()
    while number > 0x7F:
        length.append(number & 0x7F | 0x80)
        number >>= 7
    length.append(number)
    return bytes(length) + content
