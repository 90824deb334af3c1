"""The sink between a real broker and a ClickHouse server: nothing is lost or doubled, whatever ends meanwhile."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.cli import cli
from producers.kafka.log import Outgoing
from schemas.codec import encode
from schemas.topics import EVENTS, FINDINGS
from sinks.clickhouse_address import ClickhouseAddress
from sinks.clickhouse_store import ClickhouseStore
from sinks.migrate import migrate
from tests.integration.clickhouse import a_database
from tests.integration.clickhouse_server.starting import running as server_running
from tests.integration.kafka.broker import Cluster, free_port, running
from tests.integration.kafka.fixture import make_topics
from tests.integration.kafka.sinks import (
    Sinking,
    contents,
    eventually,
    finish,
    ids_in,
    members,
    send,
    send_events,
    url_of,
)
from tests.sinks.test_queries import FINDING

pytestmark = [pytest.mark.integration, pytest.mark.slow]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, kafka_artifacts: None) -> Iterator[Cluster]:
    """A broker with topics that only the tests of this file use."""
    with running(tmp_path_factory.mktemp("sink") / "kafka") as cluster:
        make_topics(cluster.address())
        yield cluster


@pytest.fixture
def database(clickhouse_address: ClickhouseAddress) -> Iterator[ClickhouseAddress]:
    """A database of the test."""
    name = a_database()
    server = ClickhouseStore(clickhouse_address)
    server.command(f"CREATE DATABASE {name}")
    yield replace(clickhouse_address, database=name)
    server.command(f"DROP DATABASE {name} SYNC")
    server.close()


@pytest.fixture
def store(database: ClickhouseAddress) -> Iterator[ClickhouseStore]:
    """What is in it."""
    store = ClickhouseStore(database)
    migrate(store)
    yield store
    store.close()


@pytest.fixture
def sinking(
    root: Path, tmp_path: Path, cluster: Cluster, database: ClickhouseAddress, store: ClickhouseStore
) -> Iterator[Sinking]:
    """Sinks from the broker into the database of the test."""
    sinking = Sinking(root, cluster.address(), {"CARATRACE_CLICKHOUSE": url_of(database)}, tmp_path / "home")
    yield sinking
    sinking.kill_all()


def has_events(store: ClickhouseStore, count: int) -> bool:
    """Whether so many events are stored."""
    return len(ids_in(store)) >= count


def status_of(address: str, question: str) -> int:
    """What a process answers when it is asked for its health."""
    with closing(http.client.HTTPConnection(address, timeout=10)) as connection:
        connection.request("GET", f"/{question}")
        return connection.getresponse().status


def test_what_is_in_the_log_becomes_rows_and_what_cannot_be_read_goes_to_quarantine(
    sinking: Sinking, store: ClickhouseStore
) -> None:
    ids = send_events(sinking.kafka, 300)
    poison = [Outgoing(EVENTS.name, b"x", b"no event"), Outgoing(FINDINGS.name, b"x", b"no finding")]
    send(sinking.kafka, [*poison, Outgoing(FINDINGS.name, b"y", encode(FINDING))])

    summary = sinking.catch_up()

    stored = ids_in(store)
    assert ids <= set(stored)
    assert len(stored) == len(set(stored)) == summary["rows"]["events"]
    assert summary["read"][EVENTS.name] == summary["rows"]["events"] + summary["quarantined"][EVENTS.name]
    assert summary["quarantined"] == {EVENTS.name: 1, FINDINGS.name: 1}
    assert len(contents(store)["quarantine"]) == 2
    assert [row[0] for row in contents(store)["findings"]] == [FINDING.finding_id]
    assert sinking.catch_up()["read"] == {}


def test_a_sink_that_is_killed_is_followed_by_one_that_loses_and_doubles_nothing(
    sinking: Sinking, store: ClickhouseStore
) -> None:
    ids = send_events(sinking.kafka, 400)
    for reached in (20, 60):
        process = sinking.start(CARATRACE_SINK_RECORDS="5")
        eventually(partial(has_events, store, reached), f"no {reached} rows: {sinking.said}")
        process.kill()
        process.communicate()

    rest = sinking.catch_up()

    assert rest["read"][EVENTS.name] > 0, "it must have been killed on the way"
    stored = ids_in(store)
    assert ids <= set(stored)
    assert len(stored) == len(set(stored))


def test_read_again_from_the_beginning_the_tables_are_the_same(sinking: Sinking, store: ClickhouseStore) -> None:
    send_events(sinking.kafka, 100)
    first = sinking.catch_up()
    before = contents(store)
    store.command("TRUNCATE TABLE sink_offsets")

    again = sinking.catch_up(CARATRACE_SINK_RECORDS="33")

    assert again["read"] == first["read"]
    assert contents(store) == before


def test_while_the_server_is_away_the_sink_waits_in_its_group_and_then_goes_on(
    root: Path, tmp_path: Path, cluster: Cluster
) -> None:
    with server_running(tmp_path / "tables") as server:
        address = ClickhouseAddress("127.0.0.1", server.port)
        sinking = Sinking(root, cluster.address(), {"CARATRACE_CLICKHOUSE": url_of(address)}, tmp_path / "home")
        store = ClickhouseStore(address)
        try:
            migrate(store)
            ids = send_events(sinking.kafka, 50)
            health = f"127.0.0.1:{free_port()}"
            process = sinking.start(CARATRACE_HEALTH=health)
            eventually(lambda: ids <= set(ids_in(store)), "the first events are not stored")
            eventually(lambda: status_of(health, "ready") == 200, "never ready")
            before = members(sinking.kafka)
            server.kill()
            ids |= send_events(sinking.kafka, 150)
            eventually(lambda: "failed 5 times" in sinking.said, "the sink does not try again")
            meanwhile = members(sinking.kafka)
            live = status_of(health, "live")
            server.start()
            eventually(lambda: ids <= set(ids_in(store)), f"not stored after the outage: {sinking.said}")
            after = members(sinking.kafka)
            summary = sinking.stop(process)
        finally:
            store.close()
            sinking.kill_all()

    assert live == 200
    assert len(before) == 1
    assert before == meanwhile == after
    assert summary["retries"] >= 5
    assert summary["given_back"] == {}


def test_while_the_broker_is_away_the_sink_waits_and_then_goes_on(
    sinking: Sinking, cluster: Cluster, store: ClickhouseStore
) -> None:
    ids = send_events(sinking.kafka, 50)
    process = sinking.start()
    eventually(lambda: ids <= set(ids_in(store)), f"the first events are not stored: {sinking.said}")
    (broker,) = cluster.brokers
    broker.kill()
    broker.start()
    broker.await_answer()
    ids |= send_events(sinking.kafka, 50)

    eventually(lambda: ids <= set(ids_in(store)), f"not stored after the outage: {sinking.said}")

    assert process.poll() is None
    sinking.stop(process)


def test_two_sinks_share_the_work(sinking: Sinking, store: ClickhouseStore) -> None:
    one, other = sinking.start(), sinking.start()
    eventually(lambda: len(members(sinking.kafka)) == 2, f"no two sinks: {sinking.said}")
    ids = send_events(sinking.kafka, 200, parties=100)
    eventually(lambda: ids <= set(ids_in(store)), f"not stored: {sinking.said}")

    read = [sinking.stop(process)["read"].get(EVENTS.name, 0) for process in (one, other)]

    stored = ids_in(store)
    assert len(stored) == len(set(stored))
    assert min(read) > 0
    assert sum(read) >= len(stored)


def test_a_place_beyond_the_end_of_the_log_stops_the_sink_with_what_to_do(
    sinking: Sinking, store: ClickhouseStore
) -> None:
    store.command(f"INSERT INTO sink_offsets VALUES ('{EVENTS.name}', 3, 1000000, now64(6, 'UTC'))")

    code, summary = finish(sinking.start())

    assert (code, summary) == (2, {})
    assert "caratrace: custody.events.v1/3: expected records up to offset 1000000 at least" in sinking.said
    assert sinking.said.count("\n") == 1


def test_rows_may_be_kept_in_the_home_folder_and_asked_from_there(root: Path, tmp_path: Path, cluster: Cluster) -> None:
    ids = send_events(cluster.address(), 20)
    sinking = Sinking(root, cluster.address(), {}, tmp_path / "home")
    try:
        summary = sinking.catch_up()
    finally:
        sinking.kill_all()

    assert summary["rows"]["events"] >= len(ids)
    asked = CliRunner().invoke(cli, ["--home", str(sinking.home), "findings", "--format", "json"])
    assert asked.exit_code == 0, asked.output
