"""The engine behind the server: one handle for each client, and one that ends the queries of clients that left."""

from __future__ import annotations

import json
import re
import select
import socket
import tempfile
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import chdb

from tests.integration.clickhouse_server.blocks import Block, Column, read_native
from tests.integration.clickhouse_server.packets import Query, Setting
from tests.integration.clickhouse_server.wire import Reader

NO_SUCH_COLUMN, SYNTAX_ERROR, UNKNOWN_SETTING, UNKNOWN = 16, 62, 115, 1002

_ERROR = re.compile(r"Code: (\d+)\. DB::Exception: (.*)", re.DOTALL)
_INSERT = re.compile(
    r"\s*INSERT\s+INTO\s+(?:TABLE\s+)?(?P<table>[\w.`\"]+)\s*(?:\((?P<columns>[^()]*)\)\s*)?(?:VALUES|FORMAT\s+\w+)\s*;?\s*",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"\s+FORMAT\s+\w+\s*;?\s*\Z", re.IGNORECASE)


class EngineError(Exception):
    """What the engine, or this server in its place, has to say against a statement."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        match = _ERROR.search(str(error))
        raise EngineError(int(match[1]) if match else UNKNOWN, match[2] if match else str(error)) from error


class Engine:
    """One folder of tables."""

    def __init__(self, path: Path) -> None:
        """Open the folder."""
        self.path = path
        self._own: Any = self.handle()
        self._lock = threading.Lock()
        self._running: dict[str, Watched] = {}
        self._tags = count()
        version, self.zone = self._values("SELECT version(), timezone()")
        major, minor, patch = version.split(".")[:3]
        self.version = int(major), int(minor), int(patch)
        threading.Thread(target=self._watch, daemon=True).start()

    def handle(self) -> Any:
        """A connection of its own: its database, its settings, its temporary tables."""
        return chdb.connect(str(self.path))  # type: ignore[no-untyped-call]

    def _values(self, sql: str) -> list[str]:
        return [str(value) for value in json.loads(self._own.query(sql, "JSONCompactEachRow").bytes())]

    @contextmanager
    def watched(self, connection: socket.socket, reader: Reader) -> Iterator[Watched]:
        """While a query with this tag runs, its client is watched: it may cancel the query, or go away."""
        watched = Watched(f"/* query {next(self._tags)} */ ", connection, reader)
        with self._lock:
            self._running[watched.tag] = watched
        try:
            yield watched
        finally:
            with self._lock:
                del self._running[watched.tag]

    def _watch(self) -> None:
        while True:
            time.sleep(0.02)
            with self._lock:
                for watched in self._running.values():
                    if watched.is_unwanted():
                        self._own.query(f"KILL QUERY WHERE startsWith(query, '{watched.tag}') ASYNC")


class Watched:
    """A query that runs, and the client that waits for it."""

    def __init__(self, tag: str, connection: socket.socket, reader: Reader) -> None:
        self.tag = tag
        self._connection = connection
        self._reader = reader
        self.unwanted = False

    def is_unwanted(self) -> bool:
        """Whether the client has cancelled it or is gone: the next byte is a Cancel packet, or there will be none."""
        if not self.unwanted:
            first = self._reader.unread[:1]
            if not first and select.select([self._connection], [], [], 0)[0]:
                first = self._peek()
                self.unwanted = first in (b"", b"\x03")
            elif first:
                self.unwanted = first == b"\x03"
        return self.unwanted

    def _peek(self) -> bytes:
        try:
            return self._connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except ConnectionError:
            return b""


class Session:
    """What one client has open."""

    def __init__(self, engine: Engine, database: str) -> None:
        """A session in ``database``, or in the default one. Raises ``EngineError`` where there is none of that name."""
        self._engine = engine
        self._handle = engine.handle()
        self._has_set = False
        if database:
            with _errors():
                self._handle.query(f"USE {_name(database)}")

    def close(self) -> None:
        """Let go of the engine."""
        self._handle.close()

    def answer(self, query: Query, tag: str) -> Generator[Block, None, None]:
        """The answer to a statement: nothing, or a block without rows and then the rows. Raises ``EngineError``."""
        sql = _FORMAT.sub("", query.sql)
        with _errors(), self._settings(query.settings) as handle:
            kind = handle._conn.classify_query(sql)
            if kind["statement_count"] == 0:
                handle.query(sql)
                raise EngineError(SYNTAX_ERROR, "Empty query")
            if kind["statement_count"] > 1:
                raise EngineError(SYNTAX_ERROR, "Syntax error (Multi-statements are not allowed)")
            reads = kind["query_class"].name == "READ_ONLY"
            run = _blocks if reads else _run
            yield from run(handle, sql, query.parameters, tag)
        self._has_set |= kind["query_class"].name == "CONTROL"

    def insert_head(self, query: Query) -> Block | None:
        """Names and types of what an INSERT that waits for blocks expects; ``None`` for every other statement."""
        match = _INSERT.fullmatch(query.sql)
        if match is None:
            return None
        with _errors():
            rows = _json_rows(self._handle.query(f"DESCRIBE TABLE {match['table']}", "JSONCompactEachRow"))
        types = {name: type_name for name, type_name, default, *_ in rows if default not in {"MATERIALIZED", "ALIAS"}}
        named = [name.strip(' `"') for name in match["columns"].split(",")] if match["columns"] else list(types)
        odd = [name for name in named if name not in types]
        if odd:
            raise EngineError(NO_SUCH_COLUMN, f"No such column {odd[0]} in table {match['table']}")
        return Block(tuple(Column(name, types[name]) for name in named))

    def insert(self, query: Query, blocks: Sequence[Block], tag: str) -> None:
        """Store the blocks of an INSERT, all or none. Raises ``EngineError``."""
        match = _INSERT.fullmatch(query.sql)
        if match is None or not blocks:
            return
        columns = ", ".join(_name(column.name) for column in blocks[0].columns)
        with tempfile.NamedTemporaryFile(prefix="insert-", dir=self._engine.path) as file:
            for block in blocks:
                file.write(block.native())
            file.flush()
            sql = f"INSERT INTO {match['table']} ({columns}) FROM INFILE {_text(file.name)} FORMAT Native"
            with _errors(), self._settings(query.settings) as handle:
                handle.query(tag + sql)

    @contextmanager
    def _settings(self, given: Sequence[Setting]) -> Iterator[Any]:
        """A handle with the settings of one query. What is read-only stays so: that is a handle of its own."""
        last = [setting for setting in given if setting.name == "readonly"]
        handle, before = self._handle, {}
        if last:
            handle = self._engine.handle()
            ((database,),) = _json_rows(self._handle.query("SELECT currentDatabase()", "JSONCompactEachRow"))
            handle.query(f"USE {_name(database)}")
        try:
            for setting in [*(setting for setting in given if setting.name != "readonly"), *last]:
                before[setting.name] = "DEFAULT" if last else self._former(setting.name)
                if not _set(handle, setting):
                    del before[setting.name]
            yield handle
        finally:
            if last:
                handle.close()
            else:
                for name, value in before.items():
                    handle.query(f"SET {name} = {value}")

    def _former(self, name: str) -> str:
        """What a setting goes back to; only a session that has SET something can have a value of its own."""
        if not self._has_set:
            return "DEFAULT"
        sql = f"SELECT value FROM system.settings WHERE name = {_text(name)} AND changed"
        rows = _json_rows(self._handle.query(sql, "JSONCompactEachRow"))
        return _text(rows[0][0]) if rows else "DEFAULT"


def _set(handle: Any, setting: Setting) -> bool:
    """Whether the engine knows the setting. One that it does not know is passed over, unless it is important."""
    try:
        handle.query(f"SET {setting.name} = {_text(setting.value)}")
    except RuntimeError as error:
        if f"Code: {UNKNOWN_SETTING}." not in str(error) or setting.is_important:
            raise
        return False
    return True


def _blocks(handle: Any, sql: str, parameters: Mapping[str, str], tag: str) -> Iterator[Block]:
    """The rows of a statement that reads, as the engine makes them; first the names and types."""
    with closing(_stream(handle, sql, parameters, tag)) as stream:
        first = next(stream, None)
        if first is not None and all(column.type_name != "DateTime" for column in first.columns):
            yield first.head()
            yield first
            yield from stream
            return
    # An empty answer has no names in the Native format, and a DateTime no zone. The stream is closed by now: another
    # query on its handle would end it.
    head = _head(handle, sql, parameters)
    yield head
    with closing(_stream(handle, sql, parameters, tag)) as stream:
        for block in stream:
            yield block.typed([column.type_name for column in head.columns])


def _stream(handle: Any, sql: str, parameters: Mapping[str, str], tag: str) -> Generator[Block, None, None]:
    try:
        stream = handle.send_query(tag + sql, "Native", params=dict(parameters))
    except RuntimeError as error:
        if "Streaming query is not supported" not in str(error):
            raise
        yield from read_native(handle.query(tag + sql, "Native", params=dict(parameters)).bytes())
        return
    with stream:
        for chunk in stream:
            yield from read_native(chunk.bytes())


def _head(handle: Any, sql: str, parameters: Mapping[str, str]) -> Block:
    answer = handle.query(sql, "JSONCompactEachRowWithNamesAndTypes", params=dict(parameters))
    names, types = _json_rows(answer)[:2]
    return Block(tuple(Column(name, type_name) for name, type_name in zip(names, types, strict=True)))


def _run(handle: Any, sql: str, parameters: Mapping[str, str], tag: str) -> Iterator[Block]:
    """Run a statement that writes; it has no answer."""
    handle.query(tag + sql, "Native", params=dict(parameters))
    yield from ()


def _json_rows(answer: Any) -> list[list[Any]]:
    return [json.loads(line) for line in answer.bytes().splitlines()]


def _text(words: str) -> str:
    return "'" + words.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _name(words: str) -> str:
    return "`" + words.replace("\\", "\\\\").replace("`", "\\`") + "`"
