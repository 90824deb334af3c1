"""Addresses to listen on, as ``host:port``."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class ListenAddress:
    """Where a server of ours listens; port 0 is any free one."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse_listen(text: str) -> ListenAddress:
    """``host:port``, ``[v6 address]:port``, or a port of loopback alone. Raises ``ConfigurationError``."""
    host, _, port = text.strip().rpartition(":")
    if not (port.isascii() and port.isdigit() and int(port) < 65536) or (":" in host and host[0] + host[-1] != "[]"):
        raise ConfigurationError(f"expected host:port to listen on, as 127.0.0.1:9100, got {text!r}")
    return ListenAddress(host.removeprefix("[").removesuffix("]") or "127.0.0.1", int(port))
