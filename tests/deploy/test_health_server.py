"""Health over HTTP: the answers are those of the board, and nothing is left behind."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from http.client import RemoteDisconnected
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Counter

from deploy.health import Board
from deploy.health_server import HealthServer, board_of, serving
from deploy.listen import ListenAddress, parse_listen
from deploy.probe import ask
from deploy.settings import Settings
from schemas.errors import ConfigurationError

ANYWHERE = ListenAddress("127.0.0.1", 0)


@pytest.fixture
def board() -> Board:
    return board_of(Settings(), time.monotonic)


def test_ready_is_200_when_every_part_is_near_its_end_and_503_else(board: Board) -> None:
    with serving(ANYWHERE, board) as server:
        assert server is not None
        board.report("router", 5, 20_000)
        status, text = ask(server.address, "ready")
        assert status == 503
        assert json.loads(text)["parts"][0]["lag"] == 19_995

        board.report("router", 20_000, 20_000)
        status, text = ask(server.address, "ready")
        assert status == 200
        assert json.loads(text)["ready"] is True


def test_live_is_200_while_the_loop_gives_heartbeats(board: Board) -> None:
    now = [0.0]
    late = board_of(Settings(), lambda: now[0])
    now[0] = 31.0
    with serving(ANYWHERE, board) as server, serving(ANYWHERE, late) as other:
        assert server is not None
        assert other is not None
        assert ask(server.address, "live")[0] == 200
        status, text = ask(other.address, "live")

    assert status == 503
    assert json.loads(text) == {"live": False, "beat_seconds_ago": 31.0, "limit_seconds": 30}


def test_metrics_are_those_of_the_registry(board: Board) -> None:
    registry = CollectorRegistry()
    Counter("stones", "Stones seen.", registry=registry).inc(3)
    with serving(ANYWHERE, board, registry) as server:
        assert server is not None
        status, text = ask(server.address, "metrics")

    assert status == 200
    assert "stones_total 3.0" in text


def test_anything_else_is_answered_with_what_there_is(board: Board) -> None:
    with serving(ANYWHERE, board) as server:
        assert server is not None
        assert ask(server.address, "") == (404, "there are /live, /ready and /metrics\n")


def test_without_an_address_nothing_listens(board: Board) -> None:
    before = threading.active_count()
    with serving(None, board) as server:
        assert server is None
        assert threading.active_count() == before


def test_after_closing_no_thread_and_no_socket_is_left(board: Board) -> None:
    before = set(threading.enumerate())
    with serving(ANYWHERE, board) as server:
        assert server is not None
        address = server.address
        ask(address, "live")

    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        ask(address, "live")


def test_the_port_can_be_used_again_at_once(board: Board) -> None:
    with serving(ANYWHERE, board) as server:
        assert server is not None
        address = server.address
        ask(address, "live")
    with serving(address, board):
        assert ask(address, "live")[0] == 200


def test_a_port_that_is_taken_is_told_with_the_setting_to_change(board: Board) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = ListenAddress("127.0.0.1", taken.getsockname()[1])
        with pytest.raises(ConfigurationError, match=f"cannot listen on {address}.*set CARATRACE_HEALTH"):
            HealthServer(address, board)


def test_one_who_hangs_up_before_the_answer_does_no_harm(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    with serving(ANYWHERE, board) as server:
        assert server is not None
        with socket.create_connection((server.address.host, server.address.port)) as rude:
            rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            rude.sendall(b"GET /metrics HTTP/1.0\r\n")
        assert ask(server.address, "live")[0] == 200

    assert caplog.records == []


def test_a_metric_that_fails_is_logged_and_does_not_end_the_server(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(CollectorRegistry):
        def collect(self):  # type: ignore[no-untyped-def]
            raise ValueError("no figure")

    with caplog.at_level(logging.ERROR), serving(ANYWHERE, board, Failing()) as server:
        assert server is not None
        with pytest.raises(RemoteDisconnected):
            ask(server.address, "metrics")
        assert ask(server.address, "live")[0] == 200

    assert "no figure" in caplog.text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:9100", ListenAddress("127.0.0.1", 9100)),
        (":9100", ListenAddress("127.0.0.1", 9100)),
        ("9100", ListenAddress("127.0.0.1", 9100)),
        ("0.0.0.0:1", ListenAddress("0.0.0.0", 1)),
        ("[::1]:9100", ListenAddress("::1", 9100)),
    ],
)
def test_an_address_is_host_and_port(text: str, address: ListenAddress) -> None:
    assert parse_listen(text) == address


@pytest.mark.parametrize("text", ["", "host", "host:", "host:x", "host:65536", "::1:9100", "a:b:1", "host:0"])
def test_an_address_that_cannot_be_is_refused_by_its_setting(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"CARATRACE_HEALTH: expected .*port"):
        Settings.from_environment({"CARATRACE_HEALTH": text})


def probe(root: Path, question: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.probe", question], cwd=root, check=False, capture_output=True, text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")} | environment,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_the_probe_exits_with_0_for_200_and_with_1_else(root: Path, board: Board) -> None:
    board.stop("other rules")
    with serving(ANYWHERE, board) as server:
        assert server is not None
        address = f"0.0.0.0:{server.address.port}"  # where a container listens; the probe asks on loopback
        live, ready = (probe(root, question, CARATRACE_HEALTH=address) for question in ("live", "ready"))
    gone = probe(root, "live", CARATRACE_HEALTH=address)

    assert (live[0], ready[0], gone[0]) == (0, 1, 1)
    assert "other rules" in ready[1]
    assert gone[1].startswith(f"probe: nobody answers at {address}")


def test_a_probe_without_an_address_says_what_to_set(root: Path) -> None:
    assert probe(root, "live") == (
        1, "usage: python -m deploy.probe live|ready, with CARATRACE_HEALTH set to the host:port to ask\n",
    )  # fmt: skip
