"""The test double of a ClickHouse server: the unmodified driver reads what it wrote, and hears what went wrong."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from clickhouse_driver import Client, errors

from tests.integration.clickhouse_server.packets import NEWEST, OLDEST
from tests.integration.clickhouse_server.starting import ServerProcess, running

KINDS: dict[str, list[Any]] = {
    "String": ["", "é ∅ \0\n\n", "x" * 300],
    "LowCardinality(String)": ["a", "b", "a"],
    "LowCardinality(Nullable(String))": [None, "b", "b"],
    "Nullable(String)": [None, "", "x"],
    "FixedString(3)": ["abc", "def", "ghi"],
    "UUID": [UUID(int=0), UUID(int=1), UUID(int=2**128 - 1)],
    "DateTime('Asia/Tokyo')": [datetime(2024, 3, n, 12, tzinfo=UTC) for n in (1, 2, 3)],
    "DateTime64(3, 'UTC')": [datetime(2024, 3, n, 12, 0, 0, 5000, tzinfo=UTC) for n in (1, 2, 3)],
    "Nullable(DateTime64(6, 'UTC'))": [None, datetime(2024, 3, 1, tzinfo=UTC), None],
    "Date": [date(1970, 1, 1), date(2024, 2, 29), date(2149, 6, 6)],
    "Date32": [date(1900, 1, 1), date(2024, 2, 29), date(2299, 12, 31)],
    "Decimal(9, 2)": [Decimal("1.25"), Decimal("-1.25"), Decimal(0)],
    "Decimal(18, 4)": [Decimal("1.2345"), Decimal("-1.2345"), Decimal(0)],
    "Decimal(38, 10)": [Decimal("123456789012345.0123456789"), Decimal(0), Decimal(-1)],
    "Array(String)": [[], ["a", ""], ["x" * 200]],
    "Array(Array(Nullable(UInt8)))": [[], [[], [1, None]], [[2]]],
    "Array(LowCardinality(String))": [[], ["a", "a"], ["b"]],
    "Array(Tuple(String, Nullable(Int32)))": [[], [("a", None)], [("b", 1), ("c", -1)]],
    "Tuple(String, UInt8)": [("a", 1), ("", 0), ("b", 255)],
    "Map(String, Array(UInt8))": [{}, {"a": [1, 2]}, {"b": [], "c": [3]}],
    "Enum8('a' = 1, 'b, (c' = 2)": ["a", "b, (c", "a"],
    "Enum16('a' = 1000)": ["a", "a", "a"],
    "Bool": [True, False, True],
    "Float32": [0.5, -0.25, 0.0],
    "Float64": [0.1, -1e300, 0.0],
    "IPv4": [IPv4Address("127.0.0.1"), IPv4Address("0.0.0.0"), IPv4Address("255.255.255.255")],
    "IPv6": [IPv6Address("::1"), IPv6Address("::"), IPv6Address("2001:db8::1")],
    "Point": [(0.0, 1.5), (2.0, 3.0), (-1.0, 0.0)],
    **{f"Int{bits}": [-(2 ** (bits - 1)), 0, 2 ** (bits - 1) - 1] for bits in (8, 16, 32, 64, 128, 256)},
    **{f"UInt{bits}": [0, 1, 2**bits - 1] for bits in (8, 16, 32, 64, 128, 256)},
}


@pytest.fixture(scope="module", params=[OLDEST, NEWEST])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server of the oldest and of the newest revision."""
    with running(tmp_path_factory.mktemp("server") / "tables", "--revision", str(request.param)) as process:
        yield process


@pytest.fixture
def clients(server: ServerProcess) -> Iterator[Callable[[], Client]]:
    """Makes clients of a database of the test, and closes them after it."""
    made = [Client("127.0.0.1", server.port)]
    made[0].execute("DROP DATABASE IF EXISTS test")
    made[0].execute("CREATE DATABASE test")

    def client(**options: Any) -> Client:
        made.append(Client("127.0.0.1", server.port, "test", **options))
        return made[-1]

    yield client
    for one in made:
        one.disconnect()


@pytest.fixture
def client(clients: Callable[[], Client]) -> Client:
    return clients()


def write_and_read_every_kind(client: Client) -> tuple[list[Any], list[Any], list[str]]:
    """What was written, what came back, and the types as the server names them; column by column."""
    columns = ", ".join(f"c{n} {type_name}" for n, type_name in enumerate(KINDS))
    client.execute(f"CREATE TABLE kinds (row UInt8, {columns}) ENGINE = MergeTree ORDER BY row")
    client.execute("INSERT INTO kinds VALUES", [[0, 1, 2], *map(list, KINDS.values())], columnar=True)
    found, heads = client.execute("SELECT * FROM kinds ORDER BY row", columnar=True, with_column_types=True)
    return list(KINDS.values()), [list(cells) for cells in found[1:]], [type_name for _, type_name in heads[1:]]


def test_every_kind_of_cell_comes_back_under_the_type_of_its_column(client: Client) -> None:
    written, read, types = write_and_read_every_kind(client)

    assert read == written
    assert types == list(KINDS)


@pytest.mark.parametrize("revision", [OLDEST, NEWEST])
@pytest.mark.parametrize("buffer_bytes", [1, 61])
def test_bytes_may_arrive_in_any_pieces(tmp_path: Path, revision: int, buffer_bytes: int) -> None:
    options = ("--revision", str(revision), "--buffer-bytes", str(buffer_bytes))
    with running(tmp_path / "tables", *options) as server, Client("127.0.0.1", server.port) as client:
        written, read, _ = write_and_read_every_kind(client)

    assert read == written


def test_an_empty_answer_has_names_and_types(client: Client) -> None:
    found = client.execute("SELECT 1 AS n, now('Asia/Tokyo') AS at WHERE 0", with_column_types=True)

    assert found == ([], [("n", "UInt8"), ("at", "DateTime('Asia/Tokyo')")])


def test_a_large_answer_comes_in_blocks_and_whole(client: Client) -> None:
    found = client.execute("SELECT number, toString(number) FROM numbers(200000)")

    assert found == [(number, str(number)) for number in range(200_000)]


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT * FROM nowhere", 60),
        ("SELEC 1", 62),
        ("", 62),
        ("SELECT 1; SELECT 2", 62),
        ("SELECT nothing_of_this_name", 47),
        ("CREATE TABLE odd (n Int64) ENGINE = Memory", 57),
        ("SELECT throwIf(number = 150000) FROM numbers(200000)", 395),
        ("USE nowhere", 81),
    ],
)
def test_an_error_has_the_code_of_the_engine_and_the_next_query_works(client: Client, sql: str, code: int) -> None:
    client.execute("CREATE TABLE odd (n Int64) ENGINE = Memory")

    with pytest.raises(errors.ServerException) as raised:
        client.execute(sql)

    assert raised.value.code == code
    assert client.execute("SELECT 1") == [(1,)]


@pytest.mark.parametrize(("columns", "rows", "code"), [("(n)", [1, 3, 4], 469), ("(m)", [1], 16), ("(n, m)", [1], 16)])
def test_an_insert_that_is_refused_stores_nothing(client: Client, columns: str, rows: list[int], code: int) -> None:
    client.execute("CREATE TABLE odd (n Int64, CONSTRAINT odd CHECK n % 2 = 1) ENGINE = MergeTree ORDER BY n")

    with pytest.raises(errors.ServerException) as raised:
        client.execute(f"INSERT INTO odd {columns} VALUES", [rows], columnar=True, settings={"insert_block_size": 1})

    assert raised.value.code == code
    assert client.execute("SELECT count() FROM odd") == [(0,)]


def test_a_setting_holds_for_its_query_alone_and_one_that_was_set_for_the_connection(client: Client) -> None:
    def threads(**settings: int) -> Any:
        return client.execute("SELECT getSetting('max_threads')", settings=settings)[0][0]

    before = threads()
    assert (threads(max_threads=7), threads()) == (7, before)

    client.execute("SET max_threads = 5")
    assert (threads(), threads(max_threads=7), threads()) == (5, 7, 5)


def test_an_unknown_setting_is_passed_over_unless_it_is_important(clients: Callable[..., Client]) -> None:
    assert clients().execute("SELECT 1", settings={"nonsense": 1}) == [(1,)]

    with pytest.raises(errors.ServerException) as raised:
        clients(settings_is_important=True).execute("SELECT 1", settings={"nonsense": 1})
    assert raised.value.code == 115


def test_a_query_that_may_only_read_changes_nothing_and_the_next_one_may(client: Client) -> None:
    with pytest.raises(errors.ServerException) as raised:
        client.execute("CREATE TABLE t (n Int64) ENGINE = Memory", settings={"readonly": 2})

    assert raised.value.code == 164
    client.execute("CREATE TABLE t (n Int64) ENGINE = Memory")
    assert client.execute("SELECT currentDatabase()", settings={"readonly": 2}) == [("test",)]


def test_a_wrong_password_and_an_unknown_database_are_refused(tmp_path: Path) -> None:
    with running(tmp_path / "tables", "--password", "secret") as server:
        codes = []
        for options in ({"password": "wrong"}, {"password": "secret", "database": "nowhere"}):
            with pytest.raises(errors.ServerException) as raised:
                Client("127.0.0.1", server.port, **options).execute("SELECT 1")
            codes.append(raised.value.code)
        with Client("127.0.0.1", server.port, password="secret") as client:
            assert client.execute("SELECT 1") == [(1,)]

    assert codes == [516, 81]


def test_what_it_cannot_do_is_refused_in_words(client: Client) -> None:
    table = {"name": "other", "structure": [("n", "Int64")], "data": [(1,)]}

    with pytest.raises(errors.ServerException, match="no external tables"):
        client.execute("SELECT * FROM other", external_tables=[table])


def test_a_cancelled_query_ends_and_its_connection_goes_on(client: Client) -> None:
    rows = client.execute_iter("SELECT number FROM numbers(100000000000)")
    assert next(rows) == (0,)
    socket = client.connection.socket

    client.cancel()

    assert client.execute("SELECT 1") == [(1,)]
    assert client.connection.socket is socket
    wait_until_no_query_runs(client)


def test_the_query_of_a_client_that_gave_up_is_ended(clients: Callable[..., Client]) -> None:
    impatient = clients(send_receive_timeout=1)

    with pytest.raises(TimeoutError):
        impatient.execute("SELECT count() FROM numbers(100000000000000) WHERE cityHash64(number) = 1")

    wait_until_no_query_runs(clients())


def wait_until_no_query_runs(client: Client) -> None:
    """Ask until only the question itself is running; how long it takes is not judged, only that it ends."""
    for _ in range(600):
        if client.execute("SELECT count() FROM system.processes") == [(1,)]:
            return
        time.sleep(0.05)
    pytest.fail("a query is still running")


def test_two_clients_write_at_once_and_nothing_is_lost_or_mixed_up(clients: Callable[[], Client]) -> None:
    clients().execute("CREATE TABLE t (who UInt8, n Int64) ENGINE = MergeTree ORDER BY n")

    def write(who: int, client: Client) -> None:
        for start in range(0, 1000, 100):
            client.execute("INSERT INTO t VALUES", [(who, n) for n in range(start, start + 100)])

    threads = [threading.Thread(target=write, args=(who, clients())) for who in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = clients().execute("SELECT who, count(), uniqExact(n) FROM t GROUP BY who ORDER BY who")
    assert found == [(1, 1000, 1000), (2, 1000, 1000)]


def test_the_unfinished_insert_of_a_killed_client_leaves_nothing(server: ServerProcess, client: Client) -> None:
    client.execute("CREATE TABLE t (n Int64) ENGINE = MergeTree ORDER BY n")
    program = f"""
import sys
from clickhouse_driver import Client
def rows():
    for n in range(3000):
        yield (n,)
    print("sent", flush=True)
    sys.stdin.read()
client = Client("127.0.0.1", {server.port}, "test")
client.execute("INSERT INTO t VALUES", rows(), settings={{"insert_block_size": 1000}})
"""
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"sent\n"
        writer.kill()

    assert client.execute("SELECT count() FROM t") == [(0,)]
    client.execute("INSERT INTO t VALUES", [(1,)])
    assert client.execute("SELECT n FROM t") == [(1,)]


def test_a_killed_server_has_what_it_acknowledged_and_knows_the_tokens_of_before(tmp_path: Path) -> None:
    with running(tmp_path / "tables") as server, Client("127.0.0.1", server.port) as client:
        client.execute(
            "CREATE TABLE t (n Int64) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 9"
        )
        settings = {"insert_deduplication_token": "first"}
        client.execute("INSERT INTO t VALUES", [(1,), (2,)], settings=settings)
        server.kill()
        with pytest.raises(errors.NetworkError):
            client.execute("SELECT 1")
        server.start()

        client.execute("INSERT INTO t VALUES", [(1,), (2,)], settings=settings)

        assert client.execute("SELECT n FROM t ORDER BY n") == [(1,), (2,)]


def test_it_ends_with_the_process_that_started_it(tmp_path: Path, root: Path) -> None:
    command = [sys.executable, "-m", "tests.integration.clickhouse_server", "--path", str(tmp_path / "tables")]

    done = subprocess.run(command, cwd=root, input=b"", capture_output=True, check=True, timeout=60)

    assert int(done.stdout) > 0


def test_cells_that_look_like_a_cancel_are_none(tmp_path: Path) -> None:
    """Read byte by byte, so that the server waits among them, and stored slowly, so that there is time to cancel."""
    with (
        running(tmp_path / "tables", "--buffer-bytes", "1") as server,
        Client("127.0.0.1", server.port, send_receive_timeout=30) as client,
    ):
        client.execute("CREATE TABLE t (n UInt8, slow UInt8 MATERIALIZED sleep(0.3)) ENGINE = MergeTree ORDER BY n")

        client.execute("INSERT INTO t (n) VALUES", [[3] * 20_000], columnar=True)

        assert client.execute("SELECT count() FROM t") == [(20_000,)]
