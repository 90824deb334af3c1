"""TLS towards a server: whom we trust, and who we are."""

from __future__ import annotations

import ssl
from pathlib import Path

from schemas.errors import ConfigurationError


class LastWords(ssl.SSLSocket):
    """A socket that hands out what the other side said before it hung up, and only then that it hung up.

    kafka-python reads until nothing is left, and throws away what it read where the end comes with it: a broker that
    says "wrong password" and hangs up in one go would never be heard.
    """

    _unheard = False

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """As ``ssl.SSLSocket.recv``; where the end follows bytes at once, "nothing more yet" comes between."""
        data = super().recv(buflen, flags)
        if not data and self._unheard:
            self._unheard = False
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "the end, once the bytes before it are handed out")
        self._unheard = bool(data)
        return data


def tls_context(
    ca: Path | None, certificate: Path | None, key: Path | None, key_password: str | None
) -> ssl.SSLContext:
    """TLS 1.2 or newer; the server's certificate and its name are always checked.

    ``ca`` holds the certificates that the server's must come from, by default those of this computer; ``certificate``
    and ``key`` are our own. All are PEM files; raises ``ConfigurationError`` for those that cannot be read.
    """
    try:
        context = ssl.create_default_context(cafile=ca)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.sslsocket_class = LastWords
        if certificate:
            # a function, for with None the library would ask for a password at the terminal
            context.load_cert_chain(certificate, key, lambda: key_password or "")
    except (OSError, ValueError) as error:
        files = ", ".join(str(path) for path in (ca, certificate, key) if path)
        raise ConfigurationError(f"expected PEM files for TLS ({files}), got: {error}; check them") from error
    return context
