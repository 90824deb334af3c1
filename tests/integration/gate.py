"""A network between a client and a server that can be cut and mended: what is under way when it is cut arrives late."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Gate:
    """Passes everything on to a port of this machine while it is open. Nobody is told when it is shut."""

    def __init__(self) -> None:
        """A gate on a port of its own; ``target`` must be set before somebody comes."""
        self.target = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._is_open = threading.Event()
        self._is_open.set()
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, name="gate", daemon=True).start()

    def shut(self) -> None:
        """From now on nothing passes, and no connection ends."""
        self._is_open.clear()

    def open(self) -> None:
        """Everything passes again, what had to wait first."""
        self._is_open.set()

    def close(self) -> None:
        """Let go of every socket."""
        self.open()
        for end in (self._listening, *self._ends):
            _end(end)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        self._is_open.wait()
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            _end(client)
            return
        self._ends += [client, server]
        threading.Thread(target=self._pass_on, args=(client, server), daemon=True).start()
        self._pass_on(server, client)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):  # the other direction has ended the connection
            while content := source.recv(65536):
                self._is_open.wait()
                target.sendall(content)
        self._is_open.wait()
        _end(source)
        _end(target)


def _end(end: socket.socket) -> None:
    with suppress(OSError):  # it may have ended already
        end.shutdown(socket.SHUT_RDWR)
    end.close()
