"""Settings become a connection to Kafka; shared by the commands that need one."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import click

from deploy.settings import Settings

if TYPE_CHECKING:
    from schemas.connection import Connection

bootstrap_option = click.option(
    "--bootstrap", metavar="HOST:PORT,...", help="The brokers to ask first (default: $CARATRACE_KAFKA_BOOTSTRAP)."
)


def connection_of(settings: Settings, bootstrap: str | None) -> Connection:
    """The connection that the settings describe; ``bootstrap`` overrules theirs. Raises ``ConfigurationError``."""
    from schemas.connection import Connection

    return Connection(
        bootstrap=bootstrap or settings.kafka_bootstrap or "",
        protocol=settings.kafka_protocol,
        ca=settings.kafka_ca,
        certificate=settings.kafka_certificate,
        key=settings.kafka_key,
        key_password=settings.kafka_key_password,
        mechanism=settings.kafka_mechanism,
        user=settings.kafka_user,
        password=settings.kafka_password,
        connect_seconds=settings.kafka_connect_seconds,
    )


def quiet() -> None:
    """Keep the library's own warnings off the terminal: what cannot be mended comes up as an error of ours."""
    logger = logging.getLogger("kafka")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
