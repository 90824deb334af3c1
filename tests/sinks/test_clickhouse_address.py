"""Where a server is, as an operator writes it."""

from __future__ import annotations

import pytest

from schemas.errors import ConfigurationError
from sinks.clickhouse_address import ClickhouseAddress, parse_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("clickhouse://db", ClickhouseAddress("db", 9000)),
        ("clickhouse://db:9001/gems", ClickhouseAddress("db", 9001, "gems")),
        ("clickhouses://db/", ClickhouseAddress("db", 9440, is_secure=True)),
        ("clickhouse://db/gems?cluster=ring_1", ClickhouseAddress("db", 9000, "gems", cluster="ring_1")),
        ("clickhouse://me:p%40ss%2F@[::1]:9000/g%20s", ClickhouseAddress("::1", 9000, "g s", "me", "p@ss/")),
    ],
)
def test_a_url_says_host_port_database_and_user(url: str, address: ClickhouseAddress) -> None:
    assert parse_address(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "",
        "db:9000",
        "http://me:secret@db",
        "clickhouse://me:secret@",
        "clickhouse://me:secret@db:x",
        "clickhouse://me:secret@db?x=1",
        "clickhouse://me:secret@db?cluster=",
        "clickhouse://me:secret@db?cluster=a&cluster=b",
    ],
)
def test_another_text_is_refused_with_the_form_and_without_the_password(url: str) -> None:
    with pytest.raises(ConfigurationError, match="expected an address like clickhouse://user:password@host") as raised:
        parse_address(url)

    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["clickhouse://db/gems?cluster=a-b", "clickhouse://db/my%20gems?cluster=ring"])
def test_a_cluster_or_its_database_with_a_name_that_needs_quotes_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"expected a (cluster|database) named with letters, digits and _"):
        parse_address(url)


def test_an_address_names_its_cluster_in_messages() -> None:
    assert str(parse_address("clickhouse://db/gems?cluster=ring")) == "db:9000/gems on cluster ring"


def test_an_address_does_not_show_its_password() -> None:
    address = ClickhouseAddress("db", 9000, password="secret")

    assert "secret" not in f"{address} {address!r}"
