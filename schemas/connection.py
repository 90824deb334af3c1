"""How to reach a Kafka cluster: addresses, TLS, SASL; and what its errors mean for the caller."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kafka.errors import (
    AuthorizationError,
    KafkaConfigurationError,
    KafkaError,
    KafkaTimeoutError,
    SaslAuthenticationFailedError,
    UnsupportedSaslMechanismError,
)

from schemas.errors import ConfigurationError, RetryError, StopError
from schemas.tls import tls_context

PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
MECHANISMS = ("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN")
_REFUSED = (AuthorizationError, KafkaConfigurationError, SaslAuthenticationFailedError, UnsupportedSaslMechanismError)


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the brokers are and who asks. Raises ``ConfigurationError`` for settings that contradict each other."""

    bootstrap: str
    """``host:port`` of one or more brokers, with commas between them."""

    protocol: str = "PLAINTEXT"
    """One of ``PROTOCOLS``; SSL is TLS, and with a certificate of our own it is mutual TLS."""

    ca: Path | None = None
    """The certificates (PEM) that the brokers' certificates must come from; without it, those of this computer."""

    certificate: Path | None = None
    """Our own certificate (PEM), with its chain."""

    key: Path | None = None
    """The private key of ``certificate`` (PEM)."""

    key_password: str | None = field(default=None, repr=False)
    mechanism: str = "SCRAM-SHA-512"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    connect_seconds: int = 20
    """How long is tried before the brokers count as out of reach."""

    def __post_init__(self) -> None:
        if not self.servers:
            raise ConfigurationError("expected host:port of a Kafka broker, got none; set CARATRACE_KAFKA_BOOTSTRAP")
        if self.protocol not in PROTOCOLS:
            raise ConfigurationError(f"expected a protocol of {', '.join(PROTOCOLS)}, got {self.protocol!r}")
        if self.mechanism not in MECHANISMS:
            raise ConfigurationError(f"expected a SASL mechanism of {', '.join(MECHANISMS)}, got {self.mechanism!r}")
        if self._sasl != (self.user is not None) or self._sasl != (self.password is not None):
            raise ConfigurationError(
                f"user and password are needed with SASL and only there; the protocol is {self.protocol}, the user "
                f"{'given' if self.user else 'missing'}, the password {'given' if self.password else 'missing'}"
            )
        if not self._tls and (self.ca or self.certificate or self.key):
            raise ConfigurationError(f"certificates are for SSL or SASL_SSL; the protocol is {self.protocol}")
        if (self.certificate is None) != (self.key is None):
            raise ConfigurationError("a certificate of our own and its private key are needed together")

    @property
    def servers(self) -> list[str]:
        """The addresses, one by one."""
        return [part.strip() for part in self.bootstrap.split(",") if part.strip()]

    @property
    def _tls(self) -> bool:
        return self.protocol.endswith("SSL")

    @property
    def _sasl(self) -> bool:
        return self.protocol.startswith("SASL")

    def options(self) -> dict[str, object]:
        """The options of every client of kafka-python. Raises ``ConfigurationError`` for files that cannot be read."""
        options = self._common() | {"bootstrap_timeout_ms": self.connect_seconds * 1000}
        return options | {"ssl_context": self._context()} if self._tls else options

    def asyncio_options(self) -> dict[str, object]:
        """The options of every client of aiokafka. Raises ``ConfigurationError`` for files that cannot be read."""
        return self._common() | {"ssl_context": self.context()}

    def _common(self) -> dict[str, object]:
        """What both libraries call by the same names."""
        options: dict[str, object] = {
            "bootstrap_servers": self.servers,
            "client_id": "caratrace",
            "security_protocol": self.protocol,
        }
        if self._sasl:
            options |= {
                "sasl_mechanism": self.mechanism,
                "sasl_plain_username": self.user,
                "sasl_plain_password": self.password,
            }
        return options

    def context(self) -> ssl.SSLContext | None:
        """What TLS needs; None without TLS. Raises ``ConfigurationError`` for files that cannot be read."""
        return self._context() if self._tls else None

    def _context(self) -> ssl.SSLContext:
        return tls_context(self.ca, self.certificate, self.key, self.key_password)


class _Heard(logging.Handler):
    """Keeps the most telling error that the library has logged: what its exceptions say is only that time is up."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.error: KafkaError | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Look for an error of the library in what is logged."""
        for value in record.args if isinstance(record.args, tuple) else ():
            if isinstance(value, KafkaError) and not isinstance(value, KafkaTimeoutError):
                self.error = self.error if isinstance(self.error, _REFUSED) else value


@contextmanager
def connecting(connection: Connection) -> Iterator[None]:
    """Turn errors of a client that cannot connect into ours, with the reason why it could not."""
    heard, logger = _Heard(), logging.getLogger("kafka")
    logger.addHandler(heard)
    try:
        yield
    except KafkaError as error:
        raise translated(heard.error or error, connection, "connecting") from error
    finally:
        logger.removeHandler(heard)


@contextmanager
def explained(connection: Connection, doing: str) -> Iterator[None]:
    """Turn errors of kafka-python into ours; ``doing`` says what was tried."""
    try:
        yield
    except KafkaError as error:
        raise translated(error, connection, doing) from error


def translated(error: BaseException, connection: Connection, doing: str) -> RetryError | StopError:
    """Our error for one of kafka-python: ``RetryError`` for what may pass, ``ConfigurationError`` for who may not."""
    said = f"{doing} at {connection.bootstrap} ({connection.protocol}): {str(error).strip() or type(error).__name__}"
    if isinstance(error, _REFUSED) or "[SSL:" in said:
        return ConfigurationError(f"{said}; check protocol, user, password, certificates and what they may do")
    if isinstance(error, KafkaError) and error.retriable:
        hint = " (and user and password: some brokers just hang up on wrong ones)" if connection.user else ""
        return RetryError(f"{said}; check that the brokers are up and can be reached{hint}, and try again")
    return StopError(said)
