"""What client and server say to each other, by the revision of the protocol that both know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from tests.integration.clickhouse_server.blocks import Block
from tests.integration.clickhouse_server.wire import Reader, text, varint

SERIALIZED_START_TIME = 54449
PARALLEL_REPLICAS = 54453
PROFILE_EVENTS_IN_INSERT = 54456
ADDENDUM = 54458
PARAMETERS = 54459
PASSWORD_RULES = 54461
NONCE = 54462

OLDEST, NEWEST = 54453, 54468
"""The revisions that were tried; between them the protocol only grows."""


class FromClient(IntEnum):
    """Kinds of packets that a client sends."""

    HELLO = 0
    QUERY = 1
    DATA = 2
    CANCEL = 3
    PING = 4


class FromServer(IntEnum):
    """Kinds of packets that a server sends."""

    HELLO = 0
    DATA = 1
    EXCEPTION = 2
    PONG = 4
    END_OF_STREAM = 5
    PROFILE_EVENTS = 14


@dataclass(frozen=True, slots=True)
class Hello:
    """How a client begins."""

    revision: int
    database: str
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting for one query; an important one must be known."""

    name: str
    value: str
    is_important: bool


@dataclass(frozen=True, slots=True)
class Query:
    """One statement of a client."""

    sql: str
    settings: tuple[Setting, ...]
    parameters: dict[str, str]
    is_compressed: bool


def read_hello(reader: Reader) -> Hello:
    """The first packet, after its kind."""
    reader.skip_texts(1)
    reader.varint()
    reader.varint()
    return Hello(reader.varint(), reader.text(), reader.text(), reader.text())


def write_hello(version: tuple[int, int, int], zone: str, revision: int, used: int) -> bytes:
    """The server's answer: ``revision`` is its own, ``used`` the one that both know."""
    major, minor, patch = version
    out = varint(FromServer.HELLO) + text("ClickHouse") + varint(major) + varint(minor) + varint(revision)
    out += text(zone) + text("test double") + varint(patch)
    if used >= PASSWORD_RULES:
        out += varint(0)
    if used >= NONCE:
        out += bytes(8)
    return out


def read_query(reader: Reader, revision: int) -> Query:
    """A query, after its kind."""
    reader.skip_texts(1)
    _skip_client_info(reader)
    settings = _read_settings(reader)
    reader.skip_texts(1)
    reader.varint()
    is_compressed, sql = reader.varint() != 0, reader.text()
    parameters = _read_settings(reader) if revision >= PARAMETERS else ()
    return Query(sql, settings, {p.name: _unquoted(p.value) for p in parameters}, is_compressed)


def _skip_client_info(reader: Reader) -> None:
    if reader.byte() == 0:
        return
    reader.skip_texts(3)
    reader.skip(8 + 1)
    reader.skip_texts(3)
    for _ in range(3):
        reader.varint()
    reader.skip_texts(1)
    reader.varint()
    reader.varint()
    if reader.byte():
        reader.skip(16 + 8)
        reader.skip_texts(1)
        reader.skip(1)
    for _ in range(3):
        reader.varint()


def _read_settings(reader: Reader) -> tuple[Setting, ...]:
    found = []
    while name := reader.text():
        flags = reader.varint()
        found.append(Setting(name, reader.text(), bool(flags & 1)))
    return tuple(found)


def _unquoted(value: str) -> str:
    """A parameter comes as a quoted literal; without the quotes it is escaped as in a TSV file."""
    inner, out, at = value[1:-1], [], 0
    while at < len(inner):
        if inner[at] == "\\" and at + 1 < len(inner):
            at += 1
            out.append({"b": "\b", "f": "\f", "r": "\r", "n": "\n", "t": "\t", "0": "\0"}.get(inner[at], inner[at]))
        else:
            out.append(inner[at])
        at += 1
    return "".join(out)


def write_block(kind: FromServer, block: Block, revision: int) -> bytes:
    """A block under no name."""
    return varint(kind) + text("") + block.packet(revision)


def write_error(code: int, message: str) -> bytes:
    """An error with the engine's code."""
    return (
        varint(FromServer.EXCEPTION)
        + code.to_bytes(4, "little", signed=True)
        + text("DB::Exception")
        + text(f"DB::Exception: {message}")
        + text("")
        + b"\0"
    )
