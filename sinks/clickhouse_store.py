"""``RowStore`` on a ClickHouse server (24.8 or newer: recursive queries, QUALIFY), over its native protocol."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from clickhouse_driver import Client, errors

from schemas.errors import StopError
from schemas.ports import Row, Table, Value
from sinks.blocks import Columns, table_block, table_columns
from sinks.clickhouse_address import ClickhouseAddress
from sinks.clickhouse_columns import ExactConnection, read_answer, written_column
from sinks.clickhouse_errors import BROKEN_WAY, meaning
from sinks.cluster import READING, WRITING, Cluster
from sinks.statements import checked_parameters, first_line


class ClickhouseStore:
    """Tables in one database of a server. Each thread that uses it has a connection of its own, made when needed.

    ``RetryError`` says that the same call may succeed later: the server was away, busy or shutting down. After it, as
    after every error, the next call connects anew. An insert that broke off may be stored; sent again under its token
    it is stored once. On a cluster each shard stores its part of an insert wholly or not at all, and an insert that
    failed may be stored on some shards: sent again, it is stored on all.
    """

    def __init__(self, address: ClickhouseAddress) -> None:
        """A store on the server at ``address``; nothing is sent before the first call."""
        self._address = address
        self._columns: dict[str, Columns] = {}
        self._clients: dict[threading.Thread, Any] = {}
        self._lock = threading.Lock()
        self._is_closed = False
        self._writing = WRITING if address.cluster else {}
        self._reading = READING if address.cluster else {}

    @property
    def cluster(self) -> Cluster | None:
        """The cluster that the tables lie on, if the address names one."""
        name = self._address.cluster
        return Cluster(name, self._address.database) if name else None

    def insert(self, table: str, rows: Sequence[Row], token: str) -> None:
        """Store ``rows`` as one block: all of them or, with an error, none. See ``RowStore.insert``."""
        if not rows:
            return
        block = table_block(table, self._table_columns(table), rows)
        data = [written_column(type_name, block.batch.column(n)) for n, (_, type_name) in enumerate(block.columns)]
        settings = {
            "insert_deduplication_token": block.token(token),
            "insert_block_size": len(rows),  # cut into another number of blocks, the token would not find them again
            "async_insert": 0,  # an insert that was acknowledged is stored
            **self._writing,
        }
        sql = f"INSERT INTO {table} ({', '.join(block.names)}) VALUES"
        with self._client(f"insert into {table}") as client:
            sent = client.execute(sql, data, columnar=True, settings=settings)
        if sent != len(rows):
            raise StopError(f"insert into {table}: {len(rows)} rows given, {sent} sent")

    def _table_columns(self, table: str) -> Columns:
        """Names and types of the columns that an insert fills."""
        if table not in self._columns:
            self._columns[table] = table_columns(self, table, str(self._address))
        return self._columns[table]

    def query(self, sql: str, parameters: Mapping[str, Value] | None = None) -> Table:
        """Answer one SELECT. See ``RowStore.query``."""
        given = {name: _Escaped(text) for name, text in checked_parameters(sql, parameters or {}).items()}
        settings = {"readonly": 2, **self._reading}
        with self._client(first_line(sql)) as client:
            columns, heads = client.execute(sql, given, with_column_types=True, columnar=True, settings=settings)
        if not heads:
            raise StopError(f"{first_line(sql)}: expected one SELECT, got a statement without an answer")
        return read_answer(columns, heads)

    def command(self, sql: str) -> None:
        """Run one statement without an answer. See ``RowStore.command``."""
        self._columns.clear()
        with self._client(first_line(sql)) as client:
            client.execute(sql, settings=dict(self._writing))

    @contextmanager
    def _client(self, what: str) -> Iterator[Any]:
        """This thread's client; an error ends its connection and is raised as what it means."""
        client = self._client_of_thread(what)
        try:
            yield client
        except (errors.Error, *BROKEN_WAY) as error:
            client.disconnect()
            self._columns.clear()
            raise meaning(error, what, str(self._address)) from error
        except BaseException:
            client.disconnect()
            raise

    def _client_of_thread(self, what: str) -> Any:
        thread = threading.current_thread()
        with self._lock:
            if self._is_closed:
                raise StopError(f"the rows at {self._address} were closed; open them again before: {what}")
            if thread not in self._clients:
                for ended in [other for other in self._clients if not other.is_alive()]:
                    self._clients.pop(ended).disconnect()
                self._clients[thread] = _new_client(self._address)
            return self._clients[thread]

    def close(self) -> None:
        """Let go of the connections of all threads; a second call does nothing."""
        with self._lock:
            self._is_closed = True
            while self._clients:
                self._clients.popitem()[1].disconnect()


def _new_client(address: ClickhouseAddress) -> Any:
    options = {
        "host": address.host,
        "port": address.port,
        "database": address.database,
        "user": address.user,
        "password": address.password,
        "secure": address.is_secure,
        "connect_timeout": address.connect_seconds,
        "send_receive_timeout": address.answer_seconds,
        "client_name": "caratrace",
    }
    client = Client(settings={"strings_as_bytes": True, "server_side_params": True}, **options)
    client.connection = ExactConnection(**options)
    return client


class _Escaped:
    """A parameter whose text is escaped already: the driver puts quotes around it and sends it to the server.

    From a ``str`` it would make the literal of a text, also where the parameter is an instant, an array or missing.
    """

    def __init__(self, text: str) -> None:
        self._literal = text.replace("\\", "\\\\").replace("'", "\\'")

    def __str__(self) -> str:
        return self._literal
