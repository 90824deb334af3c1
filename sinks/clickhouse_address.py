"""Where a ClickHouse server is and who asks. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from schemas.errors import ConfigurationError

_PORTS = {"clickhouse": 9000, "clickhouses": 9440}
_FORM = "clickhouse://user:password@host:9000/database (clickhouses:// with TLS; ?cluster=NAME for tables on a cluster)"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_QUERY = re.compile(r"(?:cluster=[^&=]+)?")


@dataclass(frozen=True, slots=True)
class ClickhouseAddress:
    """A server's native port and a database on it. The password is not shown when this is printed."""

    host: str
    port: int
    database: str = "default"
    user: str = "default"
    password: str = field(default="", repr=False)
    is_secure: bool = False
    cluster: str | None = None
    """The cluster that the tables lie on, as ``system.clusters`` of the server calls it; without it, this server."""

    connect_seconds: int = 10
    answer_seconds: int = 300
    """How long to wait for the next bytes of an answer."""

    def __post_init__(self) -> None:
        """Refuse names that cannot stand in the statements for a cluster. Raises ``ConfigurationError``."""
        if self.cluster is not None:
            plain_name("cluster", self.cluster)
            plain_name("database", self.database)

    def __str__(self) -> str:
        """As a message names it."""
        return f"{self.host}:{self.port}/{self.database}" + (f" on cluster {self.cluster}" if self.cluster else "")


def plain_name(what: str, name: str) -> str:
    """``name``, which is to stand in a statement without quotes. Raises ``ConfigurationError`` when it cannot."""
    if not _PLAIN.fullmatch(name):
        raise ConfigurationError(f"expected a {what} named with letters, digits and _, got {name!r}")
    return name


def parse_address(url: str) -> ClickhouseAddress:
    """The address that an operator wrote. Raises ``ConfigurationError``, which does not repeat the password."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise ConfigurationError(f"expected an address like {_FORM}, got one with an impossible port") from error
    if parts.scheme not in _PORTS or not parts.hostname or not _QUERY.fullmatch(parts.query) or parts.fragment:
        raise ConfigurationError(f"expected an address like {_FORM}, got {_without_password(parts)}")
    return ClickhouseAddress(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        database=unquote(parts.path.strip("/")) or "default",
        user=unquote(parts.username or "default"),
        password=unquote(parts.password or ""),
        is_secure=parts.scheme == "clickhouses",
        cluster=parse_qs(parts.query).get("cluster", [None])[0],
    )


def _without_password(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() or "nothing"
