"""Listens on the loopback interface and answers one client in each thread."""

from __future__ import annotations

import socket
import socketserver
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.integration.clickhouse_server.blocks import Block, UnknownType, read_packet
from tests.integration.clickhouse_server.packets import (
    ADDENDUM,
    PROFILE_EVENTS_IN_INSERT,
    FromClient,
    FromServer,
    Query,
    read_hello,
    read_query,
    write_block,
    write_error,
    write_hello,
)
from tests.integration.clickhouse_server.sessions import Engine, EngineError, Session
from tests.integration.clickhouse_server.wire import Reader, varint

NOT_SUPPORTED, UNEXPECTED_PACKET, WRONG_PASSWORD, UNKNOWN_TYPE = 48, 101, 516, 50


class ClickhouseServer(socketserver.ThreadingTCPServer):
    """The server; ``revision`` is the newest protocol that it speaks, ``buffer_bytes`` what it reads at once."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, path: Path, port: int, revision: int, password: str, buffer_bytes: int) -> None:
        """Open the tables in ``path`` and listen."""
        self.engine = Engine(path)
        self.revision = revision
        self.password = password
        self.buffer_bytes = buffer_bytes
        super().__init__(("127.0.0.1", port), _Client)


class _Client(socketserver.BaseRequestHandler):
    server: ClickhouseServer
    request: socket.socket

    def handle(self) -> None:
        """Talk to one client until it leaves."""
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = Reader(lambda: self.request.recv(self.server.buffer_bytes))
        try:
            session = self._begin()
        except (EOFError, ConnectionError):
            return
        if session is None:
            return
        try:
            while self._packet(session):
                self._reader.forget()
        except (EOFError, ConnectionError):
            pass  # a client may leave at any time
        finally:
            session.close()

    def _begin(self) -> Session | None:
        if self._reader.varint() != FromClient.HELLO:
            self.request.sendall(write_error(UNEXPECTED_PACKET, "Unexpected packet from client (expected Hello)"))
            return None
        hello, engine = read_hello(self._reader), self.server.engine
        if hello.password != self.server.password:
            self.request.sendall(write_error(WRONG_PASSWORD, f"{hello.user}: Authentication failed"))
            return None
        try:
            session = Session(engine, hello.database)
        except EngineError as error:
            self.request.sendall(write_error(error.code, error.message))
            return None
        self._revision = min(hello.revision, self.server.revision)
        self.request.sendall(write_hello(engine.version, engine.zone, self.server.revision, self._revision))
        if self._revision >= ADDENDUM:
            self._reader.skip_texts(1)
        return session

    def _packet(self, session: Session) -> bool:
        """Answer one packet; whether another may follow."""
        kind = self._reader.varint()
        if kind == FromClient.PING:
            self.request.sendall(varint(FromServer.PONG))
        elif kind == FromClient.QUERY:
            return self._query(session, read_query(self._reader, self._revision))
        elif kind == FromClient.DATA:  # the rest of an insert that was refused
            self._read_data()
        elif kind != FromClient.CANCEL:  # a query may have ended before its cancel came
            self.request.sendall(write_error(UNEXPECTED_PACKET, f"Unexpected packet {kind} from client"))
            return False
        return True

    def _query(self, session: Session, query: Query) -> bool:
        if query.is_compressed:
            self.request.sendall(write_error(NOT_SUPPORTED, "This test server does not read compressed blocks"))
            return False
        try:
            if self._data():
                raise EngineError(NOT_SUPPORTED, "This test server has no external tables")
            head = session.insert_head(query)
            if head is None:
                self._answer(session, query)
            else:
                self._send(FromServer.DATA, head)
                self._store(session, query, self._data(profiled=True))
        except UnknownType as error:
            self.request.sendall(write_error(UNKNOWN_TYPE, str(error)))
            return False
        except EngineError as error:
            self.request.sendall(write_error(error.code, error.message))
            return True
        self.request.sendall(varint(FromServer.END_OF_STREAM))
        return True

    def _answer(self, session: Session, query: Query) -> None:
        with self._watched() as tag, closing(session.answer(query, tag)) as blocks:
            for block in blocks:
                self._send(FromServer.DATA, block)

    def _store(self, session: Session, query: Query, blocks: list[Block]) -> None:
        with self._watched() as tag:
            session.insert(query, blocks, tag)

    @contextmanager
    def _watched(self) -> Iterator[str]:
        """While the engine works, the client may cancel the query or leave. A cancelled query has come to its end."""
        with self.server.engine.watched(self.request, self._reader) as watched:
            try:
                yield watched.tag
            except EngineError:
                if not watched.is_unwanted():
                    raise
                self._reader.varint()

    def _data(self, *, profiled: bool = False) -> list[Block]:
        """The blocks up to the empty one. A client of a newer revision awaits an answer to each block of an insert."""
        found: list[Block] = []
        while True:
            if self._reader.varint() != FromClient.DATA:
                raise EOFError("expected a block")
            block = self._read_data()
            self._reader.forget()
            if profiled and self._revision >= PROFILE_EVENTS_IN_INSERT:
                self._send(FromServer.PROFILE_EVENTS, Block())
            if not block.rows:
                return found
            found.append(block)

    def _read_data(self) -> Block:
        self._reader.skip_texts(1)
        return read_packet(self._reader, self._revision)

    def _send(self, kind: FromServer, block: Block) -> None:
        self.request.sendall(write_block(kind, block, self._revision))
