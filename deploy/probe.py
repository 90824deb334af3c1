"""``python -m deploy.probe live`` (or ``ready``): ask the process of this container, for images that have no curl.

Exit code 0 when the answer is 200, else 1, with the answer on standard output.
"""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Sequence

from deploy.listen import ListenAddress
from deploy.settings import Settings
from schemas.errors import ConfigurationError

PATIENCE_SECONDS = 5
EVERY_INTERFACE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Where a server listens on all addresses, it is asked on loopback."""


def ask(address: ListenAddress, question: str) -> tuple[int, str]:
    """Status and text of the answer. Raises ``OSError`` where nobody answers."""
    host = EVERY_INTERFACE.get(address.host, address.host)
    connection = http.client.HTTPConnection(host, address.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", f"/{question}")
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def main(arguments: Sequence[str]) -> int:
    """Ask once; the exit code."""
    try:
        address = Settings.from_environment(os.environ).health
    except ConfigurationError as error:
        print(f"probe: {error}")
        return 1
    if list(arguments) not in (["live"], ["ready"]) or address is None:
        print("usage: python -m deploy.probe live|ready, with CARATRACE_HEALTH set to the host:port to ask")
        return 1
    try:
        status, text = ask(address, arguments[0])
    except (OSError, http.client.HTTPException) as error:
        print(f"probe: nobody answers at {address}: {error}")
        return 1
    print(text, end="")
    return 0 if status == http.HTTPStatus.OK else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
