"""TLS towards a server: whom we trust, and who we are."""

from __future__ import annotations

import ssl
from pathlib import Path

from schemas.errors import ConfigurationError


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
        if certificate:
            # a function, for with None the library would ask for a password at the terminal
            context.load_cert_chain(certificate, key, lambda: key_password or "")
    except (OSError, ValueError) as error:
        files = ", ".join(str(path) for path in (ca, certificate, key) if path)
        raise ConfigurationError(f"expected PEM files for TLS ({files}), got: {error}; check them") from error
    return context
