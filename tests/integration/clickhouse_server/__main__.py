"""Starts the test server; see the package for what it is."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from pathlib import Path

from tests.integration.clickhouse_server.packets import NEWEST, OLDEST
from tests.integration.clickhouse_server.server import ClickhouseServer


def main() -> None:
    """Serve until standard input is closed, so that no server outlives the tests that started it."""
    parser = argparse.ArgumentParser(description="ClickHouse's native protocol in front of chDB, for tests.")
    parser.add_argument("--path", type=Path, required=True, help="folder of the tables")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--revision", type=int, choices=(OLDEST, NEWEST), default=NEWEST, help="of the protocol")
    parser.add_argument("--password", default="", help="what clients must say")
    parser.add_argument("--buffer-bytes", type=int, default=256 * 1024, help="read at most so much at once")
    given = parser.parse_args()
    given.path.mkdir(parents=True, exist_ok=True)
    server = ClickhouseServer(given.path, given.port, given.revision, given.password, given.buffer_bytes)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
