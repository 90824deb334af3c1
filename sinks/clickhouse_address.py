"""Where a ClickHouse server is and who asks. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from schemas.errors import ConfigurationError

_PORTS = {"clickhouse": 9000, "clickhouses": 9440}
_FORM = "clickhouse://user:password@host:9000/database (clickhouses:// with TLS)"


@dataclass(frozen=True, slots=True)
class ClickhouseAddress:
    """A server's native port and a database on it. The password is not shown when this is printed."""

    host: str
    port: int
    database: str = "default"
    user: str = "default"
    password: str = field(default="", repr=False)
    is_secure: bool = False
    connect_seconds: int = 10
    answer_seconds: int = 300
    """How long to wait for the next bytes of an answer."""

    def __str__(self) -> str:
        """As a message names it."""
        return f"{self.host}:{self.port}/{self.database}"


def parse_address(url: str) -> ClickhouseAddress:
    """The address that an operator wrote. Raises ``ConfigurationError``, which does not repeat the password."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise ConfigurationError(f"expected an address like {_FORM}, got one with an impossible port") from error
    if parts.scheme not in _PORTS or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(f"expected an address like {_FORM}, got {_without_password(parts)}")
    return ClickhouseAddress(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        database=unquote(parts.path.strip("/")) or "default",
        user=unquote(parts.username or "default"),
        password=unquote(parts.password or ""),
        is_secure=parts.scheme == "clickhouses",
    )


def _without_password(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() or "nothing"
