"""The producer against a real broker: how much is in flight, how large a record may be, which errors come."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import pytest

from producers.kafka import log as log_module
from producers.kafka.log import Outgoing, open_log
from schemas.codec import MAX_EVENT_BYTES
from schemas.connection import Connection
from schemas.errors import StopError
from schemas.topics import QUARANTINE
from tests.integration.kafka.broker import free_port
from tests.integration.kafka.emitting import Emitter, stored, write_emission

pytestmark = pytest.mark.integration


def records(count: int, size: int) -> list[Outgoing]:
    """Records under a key that nobody else has; their bytes cannot be compressed."""
    key = secrets.token_hex(4).encode()
    return [Outgoing(QUARANTINE.name, key, os.urandom(size)) for _ in range(count)]


def _key(record: Outgoing) -> str:
    assert record.key is not None
    return record.key.decode()


@pytest.mark.parametrize(("count", "size"), [(7, 10_000_000), (1_000_000, 30_000)])
def test_not_more_is_in_flight_than_is_allowed(
    kafka_address: str, monkeypatch: pytest.MonkeyPatch, count: int, size: int
) -> None:
    monkeypatch.setattr(log_module, "IN_FLIGHT_RECORDS", count)
    monkeypatch.setattr(log_module, "IN_FLIGHT_BYTES", size)
    sent = records(60, 5000)
    flying = []

    with open_log(Connection(kafka_address)) as log:
        for record in sent:
            log.send(record)
            flying.append(log.in_flight)

    assert 1 < max(flying) <= min(count, size // sent[0].size)
    assert (log.in_flight, log.acknowledged) == (0, 60)
    assert [found.payload for found in stored(kafka_address, [_key(sent[0])], QUARANTINE)] == [
        record.payload for record in sent
    ]


def test_the_largest_message_of_the_codec_passes_and_one_that_no_broker_takes_stops(kafka_address: str) -> None:
    (largest,) = records(1, MAX_EVENT_BYTES)
    with open_log(Connection(kafka_address)) as log:
        log.send(largest)
    (found,) = stored(kafka_address, [_key(largest)], QUARANTINE)
    assert found.payload == largest.payload

    refused = pytest.raises(StopError, match=r"sending to custody\.quarantine\.v1")
    with refused, open_log(Connection(kafka_address)) as log:
        log.send(records(1, 2 * MAX_EVENT_BYTES)[0])


def test_a_broker_that_is_not_there_is_told_in_one_line(root: Path, tmp_path: Path) -> None:
    emission = write_emission(tmp_path, 1)
    address = f"127.0.0.1:{free_port()}"
    settings = {"CARATRACE_KAFKA_CONNECT_SECONDS": "1"}

    code, _, errors = Emitter(root, tmp_path, emission.path, address, **settings).run()

    assert code == 2
    assert errors.startswith(f"caratrace: connecting at {address} (PLAINTEXT): ")
    assert errors.endswith("check that the brokers are up and can be reached, and try again\n")
    assert errors.count("\n") == 1
