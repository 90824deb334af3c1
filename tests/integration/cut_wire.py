"""A wire to a server that breaks once, after as many bytes as a test says, and is whole again afterwards."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class CutWire:
    """Passes everything on to a port of this machine; ``cut`` makes it break. ``passed`` counts bytes by direction."""

    def __init__(self, port: int) -> None:
        """A wire to ``port``, itself on a port of its own."""
        self._target = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._left: dict[str, int] = {}
        self.passed: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, *, to_server: int | None = None, to_client: int | None = None) -> None:
        """Break as soon as so many more bytes went in a direction; the byte after them is lost."""
        with self._lock:
            limits = {"to server": to_server, "to client": to_client}
            self._left = {way: size for way, size in limits.items() if size is not None}

    def close(self) -> None:
        """Let go of every socket."""
        for end in (self._listening, *self._ends):
            _end(end)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            self._ends += [client, server]
            for way, source, target in (("to server", client, server), ("to client", server, client)):
                threading.Thread(target=self._pass_on, args=(way, source, target), daemon=True).start()

    def _pass_on(self, way: str, source: socket.socket, target: socket.socket) -> None:
        try:
            while content := source.recv(65536):
                passed = self._allowed(way, content)
                target.sendall(passed)
                if len(passed) < len(content):
                    break
        except OSError:
            pass  # the other direction has ended the wire
        _end(source)
        _end(target)

    def _allowed(self, way: str, content: bytes) -> bytes:
        with self._lock:
            self.passed[way] += len(content)
            left = self._left.get(way)
            if left is None:
                return content
            if left >= len(content):
                self._left[way] = left - len(content)
                return content
            self._left = {}
            return content[:left]


def _end(end: socket.socket) -> None:
    with suppress(OSError):  # it may have ended already
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def wire_to(port: int) -> Iterator[CutWire]:
    """A wire for the time of a block."""
    wire = CutWire(port)
    try:
        yield wire
    finally:
        wire.close()
