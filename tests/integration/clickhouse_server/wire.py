"""Bytes on the wire: numbers, texts and how to skip them, whatever pieces they arrive in."""

from __future__ import annotations

import struct
from collections.abc import Callable


class Reader:
    """Reads from ``more``, which gives the next bytes or none at the end.

    What was read stays in the buffer until ``forget``, so a stretch of it can be copied out as it came. No value is
    ever half taken: a read waits until all of its bytes are there.
    """

    def __init__(self, more: Callable[[], bytes], data: bytes = b"") -> None:
        """A reader that has ``data`` already."""
        self._more = more
        self._buffer = bytearray(data)
        self.at = 0

    @property
    def unread(self) -> bytes:
        """What has arrived and was not read."""
        return bytes(self._buffer[self.at :])

    def since(self, mark: int) -> bytes:
        """What was read from the place ``mark`` on."""
        return bytes(self._buffer[mark : self.at])

    def forget(self) -> None:
        """Let go of what was read; places counted before are no longer valid."""
        del self._buffer[: self.at]
        self.at = 0

    def skip(self, size: int) -> None:
        """Pass over ``size`` bytes. Raises ``EOFError`` when they do not come."""
        while len(self._buffer) - self.at < size:
            arrived = self._more()
            if not arrived:
                raise EOFError("the other side is gone")
            self._buffer += arrived
        self.at += size

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        self.skip(size)
        return bytes(self._buffer[self.at - size : self.at])

    def byte(self) -> int:
        """The next byte."""
        self.skip(1)
        return self._buffer[self.at - 1]

    def varint(self) -> int:
        """A whole number of seven bits a byte, the low ones first."""
        number = shift = 0
        while True:
            byte = self.byte()
            number |= (byte & 127) << shift
            if byte < 128:
                return number
            shift += 7

    def uint64(self) -> int:
        """A whole number of eight bytes."""
        (number,) = struct.unpack("<Q", self.take(8))
        return int(number)

    def text(self) -> str:
        """A text with its length before it."""
        return self.take(self.varint()).decode(errors="surrogateescape")

    def skip_texts(self, count: int) -> None:
        """Pass over ``count`` texts."""
        for _ in range(count):
            self.skip(self.varint())


def varint(number: int) -> bytes:
    """A whole number as ``Reader.varint`` reads it."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def text(words: str) -> bytes:
    """A text as ``Reader.text`` reads it."""
    content = words.encode(errors="surrogateescape")
    return varint(len(content)) + content
