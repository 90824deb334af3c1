"""Which ClickHouse the tests talk to: a server that was named, one in a container, or the test double.

``CARATRACE_TEST_CLICKHOUSE=clickhouse://user:password@host:9000/database`` names one; its user must be allowed to make
and drop databases, and nothing else on it is touched. The last lines of a run say which one it was.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from sinks.clickhouse_address import ClickhouseAddress, parse_address
from tests.integration.clickhouse_server.starting import running
from tests.integration.told import tell, tell_nothing

SERVICE = "ClickHouse"
VARIABLE = "CARATRACE_TEST_CLICKHOUSE"
IMAGE = "clickhouse/clickhouse-server:25.8"

_databases = count()


@pytest.fixture(scope="session")
def clickhouse_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server's address, for as long as the run lasts."""
    named = os.environ.get(VARIABLE)
    if named:
        address = parse_address(named)
        tell(request.config, SERVICE, f"the server at {address}, named by {VARIABLE}")
        yield address
    elif _docker_answers():
        yield from _in_container(request.config)
    elif importlib.util.find_spec("chdb") is not None:
        with running(tmp_path_factory.mktemp("clickhouse") / "tables") as server:
            words = f"the test double on chDB, as {VARIABLE} names no server and no Docker engine answers"
            tell(request.config, SERVICE, words)
            yield ClickhouseAddress("127.0.0.1", server.port)
    else:
        reason = f"{VARIABLE} names no server, no Docker engine answers, and chDB is not installed"
        tell_nothing(request.config, SERVICE, reason)


def a_database() -> str:
    """A name that no other test of this or another process uses."""
    return f"caratrace_test_{os.getpid()}_{next(_databases)}"


def _docker_answers() -> bool:
    docker = shutil.which("docker")
    if docker is None:
        return False
    return subprocess.run([docker, "info"], capture_output=True, check=False, timeout=60).returncode == 0


def _in_container(config: pytest.Config) -> Iterator[ClickhouseAddress]:
    from testcontainers.community.clickhouse import ClickHouseContainer

    with ClickHouseContainer(IMAGE, username="test", password="test") as container:
        tell(config, SERVICE, f"{IMAGE} in a container")
        host, port = container.get_container_host_ip(), int(container.get_exposed_port(9000))
        yield ClickhouseAddress(host, port, user="test", password="test")
