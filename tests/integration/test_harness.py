"""What the failure runs stand on: processes that are started again, a network that can be cut, real poison."""

from __future__ import annotations

import os
import socket
import sys
import threading
from pathlib import Path
from random import Random

import pytest

from schemas.codec import decode_event, record_of
from schemas.errors import QuarantineError
from stream_processors.exits import Exit
from tests import build
from tests.integration.gate import Gate
from tests.integration.sending import messages_of, with_poison
from tests.integration.supervised import Supervised, await_true


def a_process(folder: Path, program: str) -> Supervised:
    """A supervised Python program that says when it starts."""
    return Supervised(
        "it", [sys.executable, "-c", "print('begins', flush=True);" + program], os.environ, folder / "log"
    )


def begun(process: Supervised) -> int:
    """How often it said so."""
    return process.tail().count("begins")


def test_a_killed_process_is_started_again_and_a_stopped_one_is_not(tmp_path: Path) -> None:
    process = a_process(tmp_path, "import time; time.sleep(60)")
    process.start()
    await_true("it begins", lambda: begun(process) == 1)

    assert process.kill()
    await_true("it begins again", lambda: begun(process) == 2)
    process.stop()

    assert process.pid is None
    assert process.ends == {-9: 1, -15: 1}
    assert not process.kill()


def test_a_frozen_process_can_still_be_stopped(tmp_path: Path) -> None:
    process = a_process(tmp_path, "import time; time.sleep(60)")
    process.start()
    assert process.freeze()

    process.stop()

    assert process.pid is None


@pytest.mark.parametrize(("code", "again"), [(Exit.JUDGE, True), (Exit.HOLE, False)])
def test_an_exit_that_needs_a_person_is_the_last(tmp_path: Path, code: Exit, again: bool) -> None:
    process = a_process(tmp_path, f"raise SystemExit({int(code)})")
    process.start()

    await_true("it ends", lambda: process.ends[code] >= 2 if again else process.waits_for_a_person)
    process.stop()

    assert process.waits_for_a_person is not again
    assert (process.ends[code] == 1) is not again


def test_a_cut_network_holds_back_what_is_sent_until_it_is_mended() -> None:
    gate = Gate()
    with socket.create_server(("127.0.0.1", 0)) as server:
        gate.target = server.getsockname()[1]
        arrived = threading.Event()
        with socket.create_connection(("127.0.0.1", gate.port)) as client:
            taken, _ = server.accept()
            client.sendall(b"before")
            assert taken.recv(100) == b"before"

            gate.shut()
            client.sendall(b"after")
            received: list[bytes] = []

            def read() -> None:
                received.append(taken.recv(100))
                arrived.set()

            reading = threading.Thread(target=read)
            reading.start()
            assert not arrived.wait(0.3)
            gate.open()
            assert arrived.wait(10)

        assert received == [b"after"]
        reading.join()
        taken.close()
    gate.close()


def test_poison_is_never_an_event_and_what_is_around_it_stays() -> None:
    plain = messages_of([record_of(build.registered(f"L{number}")) for number in range(140)])

    mixed = with_poison(plain, 10, Random(1))

    poison = [message for message in mixed if not message.event_id]
    assert [message for message in mixed if message.event_id] == plain
    assert len(poison) == 14
    for message in poison:
        with pytest.raises(QuarantineError):
            decode_event(message.payload)
