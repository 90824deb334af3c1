"""Which events name what a change of reference data is about. Pure.

A text stands in the bytes of an event as it is, behind its length; so the bytes can be searched without being read.
That finds every event that holds one of the names as a text of its own, and now and then another, which does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from schemas.events import CustodyEvent
from schemas.reference.concerned import Concerned
from schemas.reference.licences import number_key
from schemas.routing import emitter_subject

MANY = 40
"""So many names are looked for one by one."""

LONGEST = 0x7E
"""The largest length that Avro writes as one byte: of 63 bytes, doubled."""

Record = tuple[int, bytes]
"""A position of the log, and the bytes that stand there."""


class Mentions:
    """At which positions of a log something of what is ``wanted`` is named."""

    def __init__(self, wanted: Concerned) -> None:
        """Nothing was looked through yet. ``wanted`` must not be everything."""
        self.wanted = wanted
        self.upto = 0
        """All positions up to here were looked through."""

        written = {_written(name): name for name in sorted(wanted.names)}
        few = len(written) <= MANY
        self._patterns = [(name, pattern) for pattern, name in written.items() if few or pattern[0] > LONGEST]
        self._short = {} if few else {pattern: name for pattern, name in written.items() if pattern[0] <= LONGEST}
        self._lengths = frozenset(pattern[0] for pattern in self._short)
        self._of_name: dict[str, list[int]] = {name: [] for name in wanted.names}
        self._of_word: dict[str, list[int]] = {word: [] for word in wanted.words}

    def look_through(self, records: Iterable[Record]) -> None:
        """Look through records behind those that were looked through before, in order."""
        for position, payload in records:
            self.upto = position
            for name, pattern in self._patterns:
                if pattern in payload:
                    self._of_name[name].append(position)
            if self._short:
                for name in self._named_in(payload):
                    self._of_name[name].append(position)
            if self._of_word:
                text = number_key(payload.decode("utf-8", "replace"))
                for word, found in self._of_word.items():
                    if word in text:
                        found.append(position)

    def _named_in(self, payload: bytes) -> set[str]:
        """Of many names those in ``payload``: every byte that may be a length is tried, at one cost for all names."""
        lengths, short = self._lengths, self._short
        tried = (
            payload[place : place + 1 + (length >> 1)] for place, length in enumerate(payload) if length in lengths
        )
        return {short[text] for text in tried if text in short}

    def positions(self, wanted: Concerned) -> set[int]:
        """Where something of this part of what is wanted is named."""
        found: set[int] = set()
        found.update(*(self._of_name[name] for name in wanted.names), *(self._of_word[word] for word in wanted.words))
        return found


def emitters_named(wanted: Concerned) -> frozenset[str]:
    """The histories of the emitters that are named: they hold numbers and no texts."""
    return frozenset(emitter_subject(name) for name in wanted.names)


def naming_texts(wanted: Concerned) -> Callable[[frozenset[str]], bool]:
    """Whether the texts of an event (``texts_of``) name something of what is ``wanted``."""

    def names(texts: frozenset[str]) -> bool:
        if wanted.everything or not wanted.names.isdisjoint(texts):
            return True
        return bool(wanted.words) and any(word in number_key(text) for word in wanted.words for text in texts)

    return names


def texts_of(event: CustodyEvent) -> frozenset[str]:
    """Every text that somebody wrote into an event."""
    return frozenset(_texts(event))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Enum):
        return  # no name of anybody
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
