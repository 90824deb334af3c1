"""A ClickHouse server keeps the contract of row stores, and what is its own: it may be away, slow, or refuse."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.errors import ConfigurationError, RetryError, StopError
from schemas.ports import Row
from sinks import blocks
from sinks.clickhouse_address import ClickhouseAddress
from sinks.clickhouse_store import ClickhouseStore
from tests.contracts.row_store import FULL, KINDS, RowStoreContract, kinds, kinds_row
from tests.integration.clickhouse_server.packets import OLDEST
from tests.integration.clickhouse_server.starting import running
from tests.integration.cut_wire import CutWire, wire_to

pytestmark = pytest.mark.integration

ROWS: list[Row] = [kinds_row(id=number, text=f"text {number}" * 20) for number in range(2000)]


class TestClickhouseStore(RowStoreContract):
    @pytest.fixture
    def store(self, clickhouse_store: ClickhouseStore) -> ClickhouseStore:
        return clickhouse_store


@pytest.fixture
def wire(clickhouse_address: ClickhouseAddress) -> Iterator[CutWire]:
    """A wire to the server that breaks when a test wants it to."""
    with wire_to(clickhouse_address.port) as wire:
        yield wire


@contextmanager
def store_at(address: ClickhouseAddress) -> Iterator[ClickhouseStore]:
    """A store for the time of a block."""
    store = ClickhouseStore(address)
    try:
        yield store
    finally:
        store.close()


def behind(wire: CutWire, store: ClickhouseStore, address: ClickhouseAddress) -> ClickhouseAddress:
    """The address of the database of ``store``, by way of the wire."""
    ((database,),) = store.query("SELECT currentDatabase()").rows
    return replace(address, host="127.0.0.1", port=wire.port, database=str(database))


@pytest.mark.parametrize(
    "place", [{"to_server": 600}, {"to_server": 200_000}, {"to_client": 100}, {"to_client": 300}], ids=str
)
def test_an_insert_that_breaks_off_may_be_tried_again_and_is_stored_once(
    clickhouse_store: ClickhouseStore, clickhouse_address: ClickhouseAddress, wire: CutWire, place: dict[str, int]
) -> None:
    clickhouse_store.command(KINDS)
    with store_at(behind(wire, clickhouse_store, clickhouse_address)) as store:
        store.insert("kinds", ROWS[:1], "before")
        wire.cut(**place)

        with pytest.raises(RetryError, match=r"insert into kinds: no answer .*try again"):
            store.insert("kinds", ROWS[1:], "first")
        store.insert("kinds", ROWS[1:], "first")

    assert clickhouse_store.query("SELECT count(), uniqExact(id) FROM kinds").rows == ((2000, 2000),)


def test_a_lost_acknowledgement_leads_to_no_second_copy(
    clickhouse_store: ClickhouseStore, clickhouse_address: ClickhouseAddress, wire: CutWire
) -> None:
    clickhouse_store.command(KINDS)
    with store_at(behind(wire, clickhouse_store, clickhouse_address)) as store:
        store.insert("kinds", ROWS[:1], "before")
        before = wire.passed["to client"]
        store.insert("kinds", ROWS[1:1000], "first")
        wire.cut(to_client=wire.passed["to client"] - before - 1)

        with pytest.raises(RetryError, match="try again"):
            store.insert("kinds", ROWS[1000:], "second")
        stored = clickhouse_store.query("SELECT count() FROM kinds").rows
        store.insert("kinds", ROWS[1000:], "second")

    assert stored == ((2000,),)
    assert clickhouse_store.query("SELECT count(), uniqExact(id) FROM kinds").rows == ((2000, 2000),)


def test_a_connection_that_broke_while_nothing_was_asked_is_made_anew_in_silence(
    clickhouse_store: ClickhouseStore, clickhouse_address: ClickhouseAddress, wire: CutWire
) -> None:
    with store_at(behind(wire, clickhouse_store, clickhouse_address)) as store:
        store.query("SELECT 1")
        wire.cut(to_server=0)

        assert store.query("SELECT 2").rows == ((2,),)


def test_a_query_that_breaks_off_is_tried_again_and_answered(
    clickhouse_store: ClickhouseStore, clickhouse_address: ClickhouseAddress, wire: CutWire
) -> None:
    with store_at(behind(wire, clickhouse_store, clickhouse_address)) as store:
        store.query("SELECT 1")
        wire.cut(to_client=100_000)

        with pytest.raises(RetryError, match=r"-- many: no answer from ClickHouse at 127\.0\.0\.1.*; try again"):
            store.query("-- many\nSELECT number FROM numbers(1000000)")

        assert store.query("SELECT count() FROM numbers(1000000)").rows == ((1_000_000,),)


def test_a_killed_server_is_away_for_a_while_and_the_same_store_goes_on(tmp_path: Path) -> None:
    with running(tmp_path / "tables") as server, store_at(ClickhouseAddress("127.0.0.1", server.port)) as store:
        store.command(KINDS)
        store.insert("kinds", ROWS, "first")
        server.kill()

        with pytest.raises(RetryError, match="insert into kinds"):
            store.insert("kinds", ROWS, "first")
        with pytest.raises(RetryError, match="SELECT count"):
            store.query("SELECT count() FROM kinds")
        with pytest.raises(RetryError, match="DROP TABLE"):
            store.command("DROP TABLE kinds")
        server.start()
        store.insert("kinds", ROWS, "first")

        assert store.query("SELECT count() FROM kinds").rows == ((2000,),)


def test_a_server_that_says_nothing_is_not_waited_for_without_end() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        store_at(ClickhouseAddress("127.0.0.1", silent.getsockname()[1], answer_seconds=1)) as store,
        pytest.raises(RetryError, match="no answer"),
    ):
        store.query("SELECT 1")


def test_a_query_that_takes_too_long_may_be_tried_again(clickhouse_store: ClickhouseStore) -> None:
    with pytest.raises(RetryError, match=r"Code: 159.*the time limit was exceeded"):
        clickhouse_store.query(
            "SELECT count() FROM numbers(100000000000000) WHERE cityHash64(number) = 1 SETTINGS max_execution_time = 1"
        )


def test_a_port_that_speaks_another_protocol_stops_with_a_hint() -> None:
    with socket.create_server(("127.0.0.1", 0)) as web:

        def answer() -> None:
            connection, _ = web.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with (
            store_at(ClickhouseAddress("127.0.0.1", web.getsockname()[1])) as store,
            pytest.raises(StopError, match="see whether the port is the native one"),
        ):
            store.query("SELECT 1")
        thread.join()


def test_a_wrong_password_and_an_unknown_database_are_the_operators(tmp_path: Path) -> None:
    with running(tmp_path / "tables", "--password", "secret") as server:
        right = ClickhouseAddress("127.0.0.1", server.port, password="secret")
        for wrong in (replace(right, password="mistaken"), replace(right, database="nowhere")):
            with store_at(wrong) as store, pytest.raises(ConfigurationError, match="check the database, the user") as e:
                store.query("SELECT 1")
            assert "mistaken" not in str(e.value)


def test_a_server_too_old_for_parameters_is_refused_in_words(tmp_path: Path) -> None:
    options = ("--revision", str(OLDEST))
    with running(tmp_path / "old", *options) as server, store_at(ClickhouseAddress("127.0.0.1", server.port)) as store:
        assert store.query("SELECT 1").rows == ((1,),)
        with pytest.raises(StopError, match=r"servers older than 22\.8 take no parameters"):
            store.query("SELECT {n:Int64}", {"n": 1})


@pytest.mark.parametrize("sql", ["SET max_threads = 1", "USE default"])
def test_a_statement_without_an_answer_is_no_query(clickhouse_store: ClickhouseStore, sql: str) -> None:
    with pytest.raises(StopError, match="expected one SELECT"):
        clickhouse_store.query(sql)


def test_each_thread_has_a_connection_and_nothing_is_lost(clickhouse_store: ClickhouseStore) -> None:
    clickhouse_store.command(KINDS)

    def write(who: int) -> None:
        for batch in range(5):
            first = 1000 * who + 100 * batch
            clickhouse_store.insert("kinds", [kinds_row(id=first + n) for n in range(100)], f"{who} {batch}")

    threads = [threading.Thread(target=write, args=(who,)) for who in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert clickhouse_store.query("SELECT count(), uniqExact(id) FROM kinds").rows == ((1500, 1500),)


def test_a_table_that_changed_under_the_store_is_seen_after_one_refusal(
    clickhouse_store: ClickhouseStore, clickhouse_address: ClickhouseAddress, wire: CutWire
) -> None:
    clickhouse_store.command("CREATE TABLE t (n Int64) ENGINE = MergeTree ORDER BY n")
    clickhouse_store.insert("t", [(1,)], "first")
    with store_at(behind(wire, clickhouse_store, clickhouse_address)) as other:
        other.command("DROP TABLE t")
        other.command("CREATE TABLE t (m Int64) ENGINE = MergeTree ORDER BY m")

    with pytest.raises(StopError, match="insert into t"):
        clickhouse_store.insert("t", [(2,)], "second")
    clickhouse_store.insert("t", [(2,)], "second")

    assert clickhouse_store.query("SELECT m FROM t").rows == ((2,),)


def test_the_largest_block_is_one_part_and_is_known_again(clickhouse_store: ClickhouseStore) -> None:
    clickhouse_store.command(
        "CREATE TABLE numbers (n Int64) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 9"
    )
    rows: list[Row] = [(number,) for number in range(blocks.MAX_BLOCK_ROWS)]

    clickhouse_store.insert("numbers", rows, "first")
    clickhouse_store.insert("numbers", rows, "first")

    parts = clickhouse_store.query(
        "SELECT count(), sum(rows) FROM system.parts "
        "WHERE database = currentDatabase() AND table = 'numbers' AND active"
    )
    assert parts.rows == ((1, blocks.MAX_BLOCK_ROWS),)


def test_the_server_itself_says_that_it_holds_what_was_sent(clickhouse_store: ClickhouseStore) -> None:
    """Reading might undo a mistake of writing."""
    clickhouse_store.command(KINDS)
    clickhouse_store.insert("kinds", [FULL], "first")

    assert kinds(clickhouse_store) == (FULL,)
    said = clickhouse_store.query("SELECT toString(at), toString(maybe_at), toString(day), hex(texts[2]) FROM kinds")
    assert said.rows == (("2024-03-01 12:30:15.123456", "1900-01-01 00:00:00.000001", "1900-01-01", "62"),)


def test_on_a_cluster_what_is_written_is_acknowledged_by_a_majority_and_subqueries_are_asked_by_each_shard(
    clickhouse_store: ClickhouseStore, clickhouse_address: ClickhouseAddress
) -> None:
    ((database,),) = clickhouse_store.query("SELECT currentDatabase()").rows
    seen = "concat(toString(getSetting('insert_distributed_sync')), ' ', toString(getSetting('insert_quorum')))"
    clickhouse_store.command(f"CREATE TABLE t (n Int64, seen String MATERIALIZED {seen}) ENGINE = MergeTree ORDER BY n")
    clickhouse_store.insert("t", [(1,)], "alone")
    with store_at(replace(clickhouse_address, database=str(database), cluster="ring")) as store:
        store.insert("t", [(2,)], "on a cluster")
        store.command("INSERT INTO t (n) VALUES (3)")
        asked = store.query("SELECT getSetting('distributed_product_mode'), getSetting('skip_unavailable_shards')")

    written = clickhouse_store.query("SELECT n, seen FROM t ORDER BY n").rows
    assert written[1:] == ((2, "true auto"), (3, "true auto"))
    assert written[0] != (1, written[1][1])
    assert asked.rows == (("allow", False),)
