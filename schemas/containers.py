"""Avro object container files from outside, read so that no file can hurt and no good record is lost.

The writer's schema comes with the file and is as little trusted as the rest: see ``schemas.foreign``. A bad record or
block is handed over with its reason, block and byte offset; the records before it have been delivered, and reading goes
on behind it where the file still says where that is. Codecs: null and deflate.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from schemas import binary, catalog, foreign
from schemas.codec import MAX_EVENT_BYTES, decode_event, from_datum
from schemas.errors import MalformedInput, QuarantineError
from schemas.events import CustodyEvent
from schemas.faults import Fault

MAGIC = b"Obj\x01"
SYNC_BYTES = 16
MAX_HEADER_ENTRIES = 100
MAX_HEADER_BYTES = 2 * foreign.MAX_SCHEMA_BYTES
LONGEST_LONG = 10
CHECKSUM_BYTES = 4
"""Some writers leave a part of the zlib checksum behind the deflated bytes."""
MAX_BLOCK_BYTES = 16 * 1024 * 1024
"""Longest block, compressed and uncompressed; the usual ones have 16 to 64 KiB."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A record: which of which block (both from 1), where the block begins in the file, and what it says."""

    block: int
    number: int
    offset: int
    value: Any


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record or a block that cannot be accepted, and its bytes as far as there are any, uncompressed."""

    block: int
    number: int
    offset: int
    error: QuarantineError
    data: bytes


class _Input:
    """A file with the offset of what is read next."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._ahead = b""
        self.offset = 0

    def at_end(self) -> bool:
        """Whether nothing follows."""
        self._ahead = self._ahead or self._file.read(1)
        return not self._ahead

    def take(self, size: int) -> bytes:
        """Exactly ``size`` bytes."""
        ahead, self._ahead = self._ahead[:size], self._ahead[size:]
        data = ahead + self._file.read(size - len(ahead))
        if len(data) != size:
            raise Fault("truncated", f"expected {size} bytes, got the end after {len(data)}", self.offset)
        self.offset += size
        return data

    def long(self) -> int:
        """A number."""
        at = self.offset
        data = self.take(1)
        while data[-1] >= 0x80 and len(data) < LONGEST_LONG:
            data += self.take(1)
        try:
            return binary.read_long(data, 0)[0]
        except Fault as fault:
            raise Fault(fault.reason, fault.message, at) from None

    def sized(self, most: int, what: str) -> bytes:
        """A length of at most ``most`` and as many bytes."""
        at = self.offset
        size = self.long()
        if not 0 <= size <= most:
            reason = "bad_value" if size < 0 else "too_large"
            raise Fault(reason, f"expected {what} of at most {most} bytes, got length {size}", at)
        return self.take(size)


@dataclass(frozen=True, slots=True)
class _Header:
    schema: foreign.ForeignSchema
    unpack: Callable[[bytes], bytes]
    sync: bytes


@dataclass(frozen=True, slots=True)
class _Place:
    """A block of the file."""

    block: int
    offset: int

    def rejected(self, number: int, fault: Fault, data: bytes = b"") -> Rejected:
        """Record ``number`` (0 for the block as a whole) cannot be accepted."""
        record = f", record {number}" if number else ""
        message = f"block {self.block} at byte {self.offset} of the file{record}: {fault}"
        return Rejected(self.block, number, self.offset, MalformedInput(fault.reason, message), data)


def read_events(file: BinaryIO) -> Iterator[Accepted | Rejected]:
    """Every event of a container file of custody events, as ``Accepted`` with an ``EventRecord``, or ``Rejected``.

    Raises ``MalformedInput`` if the header of the file cannot be used.
    """
    reader = catalog.schema(CustodyEvent.__name__)
    for item in read_container(file, reader):
        yield _as_event(item) if isinstance(item, Accepted) else item


def _as_event(item: Accepted) -> Accepted | Rejected:
    """The event as the log would hold it: written with our schema, and read back with every check."""
    payload = b""
    try:
        payload = from_datum(CustodyEvent.__name__, item.value)
        return Accepted(item.block, item.number, item.offset, decode_event(payload))
    except QuarantineError as error:
        return Rejected(item.block, item.number, item.offset, error, payload)


def read_container(file: BinaryIO, reader: catalog.Schema | None = None) -> Iterator[Accepted | Rejected]:
    """Every record of a container file, resolved to the schema ``reader``, or as its own schema says.

    Raises ``MalformedInput`` if the header of the file cannot be used.
    """
    source = _Input(file)
    try:
        header = _read_header(source)
    except Fault as fault:
        raise MalformedInput(fault.reason, str(fault.below("header of the container file"))) from None
    block = 0
    while not source.at_end():
        block += 1
        place = _Place(block, source.offset)
        try:
            count, data = _read_block(source, header.sync)
        except Fault as fault:
            yield place.rejected(0, fault)
            return
        try:
            unpacked = header.unpack(data)
            _check_count(count, unpacked)
        except Fault as fault:
            yield place.rejected(0, fault, data)
            continue
        yield from _records(header.schema, reader, unpacked, count, place)


def _read_header(source: _Input) -> _Header:
    magic = source.take(len(MAGIC))
    if magic != MAGIC:
        raise Fault(
            "bad_marker", f"expected the bytes of an Avro container file, {MAGIC.hex(' ')}, got {magic.hex(' ')}", 0
        )
    entries = _read_entries(source)
    if "avro.schema" not in entries:
        raise Fault("bad_schema", "expected an entry avro.schema, got none")
    schema = foreign.accept_schema(entries["avro.schema"])
    codec = entries.get("avro.codec", b"null")
    if codec not in _UNPACK:
        known = ", ".join(name.decode() for name in _UNPACK)
        raise Fault("unknown_codec", f"expected one of {known}, got {codec[:20]!r}; write the file with one of these")
    return _Header(schema, _UNPACK[codec], source.take(SYNC_BYTES))


def _read_entries(source: _Input) -> dict[str, bytes]:
    entries: dict[str, bytes] = {}
    while count := source.long():
        if count < 0:
            count = -count
            source.long()
        if len(entries) + count > MAX_HEADER_ENTRIES:
            raise Fault("too_large", f"expected at most {MAX_HEADER_ENTRIES} entries, got more", source.offset)
        for _ in range(count):
            key = source.sized(MAX_HEADER_BYTES, "a key").decode(errors="replace")
            entries[key] = source.sized(MAX_HEADER_BYTES, "an entry")
        if source.offset > MAX_HEADER_BYTES:
            raise Fault("too_large", f"expected a header of at most {MAX_HEADER_BYTES} bytes, got more", source.offset)
    return entries


def _read_block(source: _Input, sync: bytes) -> tuple[int, bytes]:
    count = source.long()
    data = source.sized(MAX_BLOCK_BYTES, "a block")
    at = source.offset
    marker = source.take(SYNC_BYTES)
    if marker != sync:
        message = f"expected the file's marker {sync.hex()} behind the block, got {marker.hex()}"
        raise Fault("bad_sync", f"{message}; what follows cannot be read", at)
    return count, data


def _check_count(count: int, data: bytes) -> None:
    if not 0 <= count <= len(data):
        raise Fault("bad_value", f"expected a count of records of at least one byte each in {len(data)}, got {count}")


def _deflated(data: bytes) -> bytes:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = inflate.decompress(data, MAX_BLOCK_BYTES + 1)
    except zlib.error as error:
        raise Fault("bad_value", f"expected deflated bytes, got an error in them: {error}") from None
    if len(unpacked) > MAX_BLOCK_BYTES:
        raise Fault("too_large", f"expected a block of at most {MAX_BLOCK_BYTES} bytes when inflated, got more")
    if not inflate.eof:
        raise Fault("truncated", "expected the end of the deflated bytes, got none")
    if len(inflate.unused_data) > CHECKSUM_BYTES:
        raise Fault(
            "trailing_bytes", f"expected nothing behind the deflated bytes, got {len(inflate.unused_data)} more"
        )
    return unpacked


_UNPACK: dict[bytes, Callable[[bytes], bytes]] = {b"null": bytes, b"deflate": _deflated}


def _records(
    schema: foreign.ForeignSchema, reader: catalog.Schema | None, data: bytes, count: int, place: _Place
) -> Iterator[Accepted | Rejected]:
    at = 0
    for number in range(1, count + 1):
        try:
            end = schema.end_of_record(data, at)
        except Fault as fault:
            fault.message += f"; records {number} to {count} of this block are lost"
            yield place.rejected(number, fault, data[at:])
            return
        yield _record(schema, reader, data[at:end], place, number)
        at = end
    if at != len(data):
        message = f"expected the end of the block after {count} records, got {len(data) - at} bytes more"
        yield place.rejected(0, Fault("trailing_bytes", message, at), data[at:])


def _record(
    schema: foreign.ForeignSchema, reader: catalog.Schema | None, data: bytes, place: _Place, number: int
) -> Accepted | Rejected:
    if len(data) > MAX_EVENT_BYTES:
        fault = Fault("too_large", f"expected a record of at most {MAX_EVENT_BYTES} bytes, got {len(data)}")
        return place.rejected(number, fault, data)
    try:
        value = schema.read(data, reader)
    except Fault as fault:
        return place.rejected(number, fault, data)
    return Accepted(place.block, number, place.offset, value)
