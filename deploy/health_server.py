"""The answers of ``deploy.health`` over HTTP, from a thread of its own, so that a stuck loop is seen."""

from __future__ import annotations

import json
import logging
import socket
import socketserver
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from deploy.health import Board, Clock, Heart, Limits
from deploy.listen import ListenAddress
from deploy.settings import Settings
from schemas.errors import ConfigurationError

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 5
"""How long one who asks may take to send the question and to fetch the answer."""


def board_of(settings: Settings, clock: Clock) -> Board:
    """A board with the limits that the settings give, and a heart of its own."""
    limits = Limits(settings.health_beat_seconds, settings.health_lag_records, settings.health_still_seconds)
    return Board(Heart(clock), clock, limits)


class HealthServer(socketserver.ThreadingTCPServer):
    """Answers ``/live``, ``/ready`` and ``/metrics``; ``close`` returns when no thread and no socket is left."""

    allow_reuse_address = True
    daemon_threads = False

    def __init__(self, address: ListenAddress, board: Board, registry: CollectorRegistry = REGISTRY) -> None:
        self.board, self.registry = board, registry
        self.address_family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        try:
            super().__init__((address.host, address.port), _Answers)
        except OSError as error:
            raise ConfigurationError(
                f"cannot listen on {address} for /live, /ready and /metrics: {error.strerror or error}; "
                "set CARATRACE_HEALTH to a free host:port of this machine"
            ) from error
        self.address = ListenAddress(address.host, self.server_address[1])
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), name="health", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening, and wait for the answers under way."""
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the library's
        """One who hangs up early is no news; anything else is, and only this one answer fails by it."""
        if not isinstance(sys.exception(), OSError):
            logger.exception("an answer about health failed", extra={"asked_by": str(client_address[0])})


class _Answers(BaseHTTPRequestHandler):
    server: HealthServer
    timeout = PATIENCE_SECONDS
    server_version, sys_version = "caratrace", ""

    def do_GET(self) -> None:
        """Answer one question."""
        path = self.path.partition("?")[0]
        if path == "/live":
            self._say(self.server.board.alive, self.server.board.liveness())
        elif path == "/ready":
            health = self.server.board.health()
            self._say(health.ready, health.as_json())
        elif path == "/metrics":
            self._send(HTTPStatus.OK, CONTENT_TYPE_LATEST, generate_latest(self.server.registry))
        else:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"there are /live, /ready and /metrics\n")

    do_HEAD = do_GET  # noqa: N815 - likewise

    def _say(self, good: bool, body: Mapping[str, object]) -> None:
        status = HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE
        self._send(status, "application/json", json.dumps(body).encode() + b"\n")

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Probes come every few seconds; they are not logged."""


@contextmanager
def serving(
    address: ListenAddress | None, board: Board, registry: CollectorRegistry = REGISTRY
) -> Iterator[HealthServer | None]:
    """A server at ``address`` as long as the block runs; none, where no address is set."""
    if address is None:
        yield None
        return
    server = HealthServer(address, board, registry)
    try:
        yield server
    finally:
        server.close()
