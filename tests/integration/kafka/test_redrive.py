"""What was refused comes back into the log of a real broker once it can be read."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from producers.kafka.log import Outgoing, open_log
from schemas.codec import encode, encode_event
from schemas.connection import Connection
from schemas.errors import MalformedInput
from schemas.events import CustodyEvent
from schemas.quarantine import PAYLOAD_LIMIT, refused_record
from schemas.topics import EVENTS, QUARANTINE
from tests import build
from tests.integration.kafka.broker import running
from tests.integration.kafka.emitting import PROGRAM, ids_of, stored
from tests.integration.kafka.fixture import make_topics

pytestmark = pytest.mark.integration


class Quarantined:
    """Refused records of a source that nobody else has, and the command on them."""

    def __init__(self, root: Path, home: Path, address: str, source: str) -> None:
        self._root, self._home, self._address, self._source = root, home, address, source

    def refuse(self, *payloads: bytes, reason: str = "unknown_schema", offset: int = 0) -> None:
        """Put records into the quarantine as the router does."""
        at = datetime(2025, 6, 1, tzinfo=UTC)
        with open_log(Connection(self._address)) as log:
            for number, payload in enumerate(payloads, offset):
                error = MalformedInput(reason, "not known here")
                record = refused_record(self._source, 3, number, payload, error, at)
                log.send(Outgoing(QUARANTINE.name, self._source.encode(), encode(record)))

    def redrive(self, *more: str) -> tuple[int, dict[str, object], str]:
        """Exit code, summary, and what was said on standard error; counts of others are left out."""
        command = [*PROGRAM, "--home", str(self._home), "quarantine", "redrive", "--source", self._source]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")}
        done = subprocess.run(
            [*command, "--bootstrap", self._address, "--format", "json", *more], cwd=self._root, env=inherited,
            capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        summary = json.loads(done.stdout) if done.stdout else {}
        summary.pop("of_other_sources_or_reasons", None)
        return done.returncode, summary, done.stderr


@pytest.fixture(scope="module")
def kafka_address(tmp_path_factory: pytest.TempPathFactory, kafka_artifacts: None) -> Iterator[str]:
    """A broker of their own: what is sent again depends on everything in the quarantine, and others fill it too."""
    with running(tmp_path_factory.mktemp("redrive") / "kafka") as cluster:
        make_topics(cluster.address())
        yield cluster.address()


@pytest.fixture
def mark() -> str:
    return secrets.token_hex(4)


@pytest.fixture
def quarantined(root: Path, tmp_path: Path, kafka_address: str, mark: str) -> Quarantined:
    return Quarantined(root, tmp_path, kafka_address, f"custody.events.v1-{mark}")


def events(mark: str, count: int) -> list[CustodyEvent]:
    return [build.registered(f"L-{mark}-{n}", id=f"{mark} {n}", emitter=f"MINE-{mark}") for n in range(count)]


def test_what_can_be_read_by_now_is_sent_again_under_its_emitter(
    quarantined: Quarantined, kafka_address: str, mark: str
) -> None:
    wanted = events(mark, 3)
    quarantined.refuse(*(encode_event(event) for event in wanted))

    code, summary, said = quarantined.redrive("--yes")

    assert (code, said) == (0, "")
    assert summary == {
        "readable": 3, "sent": 3, "still_refused": 0, "still_refused_by_reason": {}, "repeated_in_quarantine": 0,
    }  # fmt: skip
    records = stored(kafka_address, [f"MINE-{mark}"], EVENTS)
    assert ids_of(records) == [event.event_id for event in wanted]
    assert [record.payload for record in records] == [encode_event(event) for event in wanted]


def test_a_second_run_sends_the_same_event_ids(quarantined: Quarantined, kafka_address: str, mark: str) -> None:
    (event,) = events(mark, 1)
    quarantined.refuse(encode_event(event))
    quarantined.redrive("--yes")
    quarantined.redrive("--yes")

    assert set(ids_of(stored(kafka_address, [f"MINE-{mark}"], EVENTS))) == {event.event_id}


def test_what_is_still_refused_is_told_and_the_rest_is_sent(
    quarantined: Quarantined, kafka_address: str, mark: str
) -> None:
    (event,) = events(mark, 1)
    long = encode_event(event) + bytes(PAYLOAD_LIMIT)
    quarantined.refuse(b"no stone", encode_event(event), long)

    code, summary, said = quarantined.redrive("--yes")

    assert code == 1
    assert (summary["readable"], summary["sent"], summary["still_refused"]) == (1, 1, 2)
    assert summary["still_refused_by_reason"] == {"too_short": 1, "truncated": 1}
    assert "custody.events.v1-" in said
    assert "partition 3, offset 0: expected at least the 10 bytes of a header, got 8 [too_short]" in said
    assert "only its emitter can send it again [truncated]" in said
    assert len(stored(kafka_address, [f"MINE-{mark}"], EVENTS)) == 1


def test_without_a_yes_nothing_is_sent(quarantined: Quarantined, kafka_address: str, mark: str) -> None:
    quarantined.refuse(*(encode_event(event) for event in events(mark, 2)))

    code, summary, said = quarantined.redrive()

    assert (code, summary["readable"], summary["sent"]) == (1, 2, 0)
    assert said == "nothing was sent; --yes acts without asking\n"
    assert stored(kafka_address, [f"MINE-{mark}"], EVENTS) == []


def test_only_the_reason_asked_for_is_sent_and_a_repeated_record_once(
    quarantined: Quarantined, kafka_address: str, mark: str
) -> None:
    first, second = events(mark, 2)
    quarantined.refuse(encode_event(first), reason="no_registry")
    quarantined.refuse(encode_event(first), reason="no_registry")
    quarantined.refuse(encode_event(second), reason="bad_value", offset=1)

    code, summary, _ = quarantined.redrive("--yes", "--reason", "no_registry")

    assert (code, summary["sent"], summary["repeated_in_quarantine"]) == (0, 1, 1)
    assert ids_of(stored(kafka_address, [f"MINE-{mark}"], EVENTS)) == [first.event_id]
