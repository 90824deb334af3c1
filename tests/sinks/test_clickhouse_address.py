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
        "clickhouse://db?x=1",
    ],
)
def test_another_text_is_refused_with_the_form_and_without_the_password(url: str) -> None:
    with pytest.raises(ConfigurationError, match="expected an address like clickhouse://user:password@host") as raised:
        parse_address(url)

    assert "secret" not in str(raised.value)


def test_an_address_does_not_show_its_password() -> None:
    address = ClickhouseAddress("db", 9000, password="secret")

    assert "secret" not in f"{address} {address!r}"
