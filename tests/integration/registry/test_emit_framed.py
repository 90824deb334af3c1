"""Messages framed for a real registry go through a real Kafka broker, among others that are not framed."""

from __future__ import annotations

import io
import json
import secrets
from collections import Counter
from dataclasses import replace
from pathlib import Path

import fastavro
import pytest

from producers.kafka.log import Outgoing, open_log
from schemas import shapes
from schemas.codec import decode, decode_event, record_of
from schemas.connection import Connection
from schemas.findings import QuarantineRecord
from schemas.framing import Confluent, SingleObject
from schemas.registry import REGISTERED, Registry, RegistryAddress
from schemas.topics import EVENTS, QUARANTINE
from tests import build
from tests.integration.kafka.broker import free_port
from tests.integration.kafka.emitting import Emitter, Stored, check_nothing_lost, stored, write_emission
from tests.integration.registry.test_registry import add
from tests.registries import without_field

pytestmark = pytest.mark.integration


@pytest.fixture
def registry(registry_url: str) -> Registry:
    """A registry with our schemas."""
    found = Registry(RegistryAddress(registry_url))
    for topic, kind in REGISTERED:
        found.register(topic, kind)
    return found


def framed_by(url: str) -> dict[str, str]:
    return {"CARATRACE_SCHEMA_REGISTRY": url, "CARATRACE_WIRE_FORMAT": "confluent"}


def test_framed_messages_and_single_objects_in_one_topic_are_the_same_events(
    root: Path, tmp_path: Path, kafka_address: str, registry: Registry, registry_url: str
) -> None:
    emission = write_emission(tmp_path, 50)
    for home, settings in (("a", framed_by(registry_url)), ("b", {"CARATRACE_SCHEMA_REGISTRY": registry_url})):
        code, summary, errors = Emitter(root, tmp_path / home, emission.path, kafka_address, **settings).run()
        assert (code, summary["acknowledged"], errors) == (0, 50, "")

    records = stored(kafka_address, emission.emitters)

    assert Counter(record.payload[0] for record in records) == {0x00: 50, 0xC3: 50}
    for wire in (SingleObject(registry), Confluent(registry)):
        read = [Stored(record.key, record.partition, wire.read(record.payload)) for record in records]
        assert check_nothing_lost(emission, read) == 50
        assert Counter(record.payload for record in read) == {record_of(event).payload: 2 for event in emission.events}


def test_a_refused_line_goes_to_the_quarantine_framed(
    root: Path, tmp_path: Path, kafka_address: str, registry: Registry, registry_url: str
) -> None:
    path = tmp_path / f"{secrets.token_hex(4)}.jsonl"
    path.write_text("no event\n", encoding="utf-8")

    code, _, _ = Emitter(root, tmp_path / "home", path, kafka_address, **framed_by(registry_url)).run()

    assert code == 1
    (record,) = stored(kafka_address, [str(path)], QUARANTINE)
    kept = decode(Confluent(registry).read(record.payload))
    assert record.payload[0] == 0
    assert isinstance(kept, QuarantineRecord)
    assert kept.payload == b"no event"


def test_an_event_of_an_older_version_is_read_with_the_schema_that_the_registry_has(
    kafka_address: str, registry: Registry, registry_url: str
) -> None:
    older, key = without_field("CustodyEvent", "sequence"), f"MINE-{secrets.token_hex(4)}"
    event = build.registered("L1", emitter=key, sequence=7)
    body = io.BytesIO()
    fastavro.schemaless_writer(body, fastavro.parse_schema(older), shapes.to_datum("CustodyEvent")(event))
    schema_id = add(registry_url, f"test.{secrets.token_hex(6)}", json.dumps(older))
    with open_log(Connection(kafka_address)) as log:
        log.send(Outgoing(EVENTS.name, key.encode(), b"\x00" + schema_id.to_bytes(4, "big") + body.getvalue()))

    (record,) = stored(kafka_address, [key])

    assert decode_event(SingleObject(registry).read(record.payload)) == record_of(replace(event, sequence=None))


def test_nothing_is_sent_while_the_registry_is_away(root: Path, tmp_path: Path, kafka_address: str) -> None:
    emission = write_emission(tmp_path, 3)
    settings = framed_by(f"http://127.0.0.1:{free_port()}")

    code, summary, errors = Emitter(root, tmp_path / "home", emission.path, kafka_address, **settings).run()

    assert (code, summary) == (2, {})
    assert errors.startswith("caratrace: the schema registry does not answer")
    assert "Traceback" not in errors
    assert stored(kafka_address, emission.emitters) == []
