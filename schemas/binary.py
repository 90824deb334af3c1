"""A strict reader of Avro binary: it accepts the one spelling that writers use, and says where anything else stands.

Avro libraries are lenient: they take enum index -1 for the last symbol, numbers with padding, lists in several blocks.
Two spellings of one value would be two contents of one event, so here each value has one spelling only.
A reader takes the buffer and a position, and returns the value and the position after it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from schemas.faults import Fault

Reader = Callable[[bytes, int], tuple[Any, int]]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
IS_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").fullmatch

_DOUBLE = struct.Struct("<d").unpack_from
_LONG_BITS = 63
_INT = range(-(2**31), 2**31)


def read_long(buffer: bytes, at: int) -> tuple[int, int]:
    """A zigzag number of up to 64 bits in its shortest form."""
    byte = buffer[at]
    if byte < 0x80:
        return (byte >> 1) ^ -(byte & 1), at + 1
    position, shift, number = at, 0, 0
    while byte >= 0x80:
        number |= (byte & 0x7F) << shift
        shift += 7
        if shift > _LONG_BITS:
            raise Fault("bad_value", "expected a number of at most 64 bits, got more than ten bytes", at)
        position += 1
        byte = buffer[position]
    if byte == 0:
        raise Fault("not_canonical", "expected a number in its shortest form, got one padded with zero bits", at)
    number |= byte << shift
    if number >> (_LONG_BITS + 1):
        raise Fault("bad_value", "expected a number of at most 64 bits, got more", at)
    return (number >> 1) ^ -(number & 1), position + 1


def read_int(buffer: bytes, at: int) -> tuple[int, int]:
    """A zigzag number of up to 32 bits in its shortest form."""
    byte = buffer[at]
    if byte < 0x80:
        return (byte >> 1) ^ -(byte & 1), at + 1
    number, end = read_long(buffer, at)
    if number not in _INT:
        raise Fault("bad_value", f"expected a number of at most 32 bits, got {number}", at)
    return number, end


def read_bytes(buffer: bytes, at: int) -> tuple[bytes, int]:
    """A length and as many bytes."""
    size, start = read_long(buffer, at)
    if size < 0:
        raise Fault("bad_value", f"expected a length, got {size}", at)
    end = start + size
    if end > len(buffer):
        raise _truncated(f"{size} bytes", buffer, start)
    return buffer[start:end], end


def read_text(buffer: bytes, at: int) -> tuple[str, int]:
    """A length and as many bytes of UTF-8."""
    size = buffer[at]
    if size & 0x81:
        raw, end = read_bytes(buffer, at)
    else:
        end = at + 1 + (size >> 1)
        if end > len(buffer):
            raise _truncated(f"{size >> 1} bytes", buffer, at + 1)
        raw = buffer[at + 1 : end]
    try:
        return raw.decode(), end
    except UnicodeDecodeError as error:
        raise Fault("bad_value", f"expected UTF-8, got {raw[:20]!r} ({error.reason})", at) from None


def read_uuid(buffer: bytes, at: int) -> tuple[str, int]:
    """A UUID as lower-case text with hyphens."""
    text, end = read_text(buffer, at)
    if not IS_UUID(text):
        raise Fault("bad_value", f"expected a UUID as 36 lower-case characters, got {text[:40]!r}", at)
    return text, end


def read_instant(buffer: bytes, at: int) -> tuple[datetime, int]:
    """Microseconds since 1970 in UTC, in the years 1 to 9999."""
    micros, end = read_long(buffer, at)
    try:
        return EPOCH + timedelta(0, 0, micros), end
    except OverflowError:
        raise Fault("bad_value", f"expected microseconds since 1970 in the years 1 to 9999, got {micros}", at) from None


def read_date(buffer: bytes, at: int) -> tuple[date, int]:
    """Days since 1970, in the years 1 to 9999."""
    days, end = read_int(buffer, at)
    try:
        return date.fromordinal(EPOCH_ORDINAL + days), end
    except (ValueError, OverflowError):
        raise Fault("bad_value", f"expected days since 1970 in the years 1 to 9999, got {days}", at) from None


def read_boolean(buffer: bytes, at: int) -> tuple[bool, int]:
    """One byte, 0 or 1."""
    byte = buffer[at]
    if byte > 1:
        raise Fault("bad_value", f"expected 0 or 1, got byte {byte}", at)
    return byte == 1, at + 1


def read_double(buffer: bytes, at: int) -> tuple[float, int]:
    """Eight bytes of IEEE 754."""
    if at + 8 > len(buffer):
        raise _truncated("8 bytes", buffer, at)
    (number,) = _DOUBLE(buffer, at)
    return number, at + 8


def enum_reader(symbols: Mapping[int, Any]) -> Reader:
    """One of ``symbols``, by index."""

    def read(buffer: bytes, at: int) -> tuple[Any, int]:
        index, end = read_long(buffer, at)
        try:
            return symbols[index], end
        except KeyError:
            names = ", ".join(map(str, symbols.values()))
            raise Fault("bad_value", f"expected one of {names} by index, got index {index}", at) from None

    return read


def optional_reader(reader: Reader) -> Reader:
    """Nothing (branch 0), or what ``reader`` reads (branch 1)."""

    def read(buffer: bytes, at: int) -> tuple[Any, int]:
        branch = buffer[at]
        if branch == 0:
            return None, at + 1
        if branch != 2:
            raise Fault("bad_value", f"expected branch 0 (nothing) or 1 (a value), got byte {branch}", at)
        return reader(buffer, at + 1)

    return read


def union_reader(readers: Sequence[Reader], names: Sequence[str], reason: str) -> Reader:
    """What one of ``readers`` reads, by index; another index is a fault for ``reason``."""

    def read(buffer: bytes, at: int) -> tuple[Any, int]:
        index, end = read_long(buffer, at)
        if not 0 <= index < len(readers):
            raise Fault(reason, f"expected one of {', '.join(names)} by index, got index {index}", at)
        return readers[index](buffer, end)

    return read


def list_reader(reader: Reader) -> Reader:
    """A count, as many items of at least one byte, and a zero; or a zero alone."""

    def read(buffer: bytes, at: int) -> tuple[tuple[Any, ...], int]:
        count, position = read_long(buffer, at)
        if count == 0:
            return (), position
        if count < 0:
            raise Fault("not_canonical", "expected a list in one block without its size, got another form", at)
        if count > len(buffer) - position:
            raise _truncated(f"{count} items", buffer, position)
        items = []
        try:
            for _ in range(count):
                item, position = reader(buffer, position)
                items.append(item)
        except IndexError:
            raise _truncated("more items", buffer, len(buffer)).below(f"[{len(items)}]") from None
        except Fault as fault:
            raise fault.below(f"[{len(items)}]") from None
        if buffer[position] != 0:
            raise Fault("not_canonical", "expected a list in one block, got a second block", position)
        return tuple(items), position + 1

    return read


def record_reader(make: Callable[..., Any], fields: Sequence[tuple[str, Reader]]) -> Reader:
    """``make`` of all fields in order."""
    names = [name for name, _ in fields]
    readers = [reader for _, reader in fields]

    def read(buffer: bytes, at: int) -> tuple[Any, int]:
        values = []
        try:
            for reader in readers:
                value, at = reader(buffer, at)
                values.append(value)
        except IndexError:
            raise _truncated("more bytes", buffer, len(buffer)).below(names[len(values)]) from None
        except Fault as fault:
            raise fault.below(names[len(values)]) from None
        return make(*values), at

    return read


def _truncated(wanted: str, buffer: bytes, at: int) -> Fault:
    return Fault("truncated", f"expected {wanted}, got the end after {len(buffer) - at}", at)
