"""Kafka as a source of records: what every source does, and what only a broker does."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

import pytest
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import NewTopic

from schemas.connection import Connection
from schemas.errors import ConfigurationError, StopError
from sinks.kafka_reader import KafkaReader, open_reader
from sinks.source import Partition
from tests.contracts.source import WAIT, Member, SourceContract

pytestmark = pytest.mark.integration


class OnKafka:
    """Topics and a group that nobody else has."""

    def __init__(self, address: str) -> None:
        mark = secrets.token_hex(4)
        self.topic, self.second = f"test.{mark}.one", f"test.{mark}.two"
        self.group = f"test-{mark}"
        self.address = address
        self._admin = KafkaAdminClient(bootstrap_servers=address)
        self._admin.create_topics([NewTopic(name, 2, 1) for name in (self.topic, self.second)])
        self._producer = KafkaProducer(bootstrap_servers=address, acks="all")

    def append(self, number: int, payloads: Collection[bytes]) -> None:
        for payload in payloads:
            self._producer.send(self.topic, value=payload, partition=number)
        self._producer.flush()

    @contextmanager
    def reader(self) -> Iterator[KafkaReader]:
        with open_reader(Connection(self.address), [self.topic, self.second], self.group) as source:
            yield source

    def cut_off(self, before: Mapping[Partition, int]) -> None:
        """Delete what stands before these offsets, as retention does."""
        from kafka import TopicPartition

        self._admin.delete_records({TopicPartition(p.topic, p.number): offset for p, offset in before.items()})

    def close(self) -> None:
        self._producer.close()
        self._admin.delete_topics([self.topic, self.second])
        self._admin.close()


@pytest.fixture
def log(kafka_address: str) -> Iterator[OnKafka]:
    topics = OnKafka(kafka_address)
    yield topics
    topics.close()


class TestKafkaReader(SourceContract):
    """The contract, on a broker."""


def test_records_that_were_cut_off_before_they_were_read_stop_the_reader(log: OnKafka) -> None:
    log.append(0, [b"a", b"b", b"c"])
    with log.reader() as source:
        member = Member(source)
        member.look(lambda: bool(member.share))
        log.cut_off({Partition(log.topic, 0): 2})
        source.start({Partition(log.topic, 0): 0})

        assert source.beginnings([Partition(log.topic, 0)]) == {Partition(log.topic, 0): 2}
        with pytest.raises(StopError, match="no longer has what comes next"):
            member.look(lambda: bool(member.records))


def test_a_place_beyond_the_end_stops_the_reader(log: OnKafka) -> None:
    log.append(0, [b"a"])
    with log.reader() as source:
        member = Member(source)
        member.look(lambda: bool(member.share))
        source.start({Partition(log.topic, 0): 5})

        with pytest.raises(StopError, match="no longer has what comes next"):
            member.look(lambda: bool(member.records))


def test_a_missing_topic_is_named_with_the_command_that_makes_it(kafka_address: str) -> None:
    missing = f"test.{secrets.token_hex(4)}.none"
    with (
        open_reader(Connection(kafka_address), [missing], missing) as source,
        pytest.raises(ConfigurationError, match=rf"found no {missing}; run `caratrace topics apply`"),
    ):
        source.partitions()


def test_a_record_tells_when_the_log_took_it(log: OnKafka) -> None:
    log.append(0, [b"a"])
    with log.reader() as source:
        member = Member(source)
        member.look(lambda: bool(member.share))
        source.start({Partition(log.topic, 0): 0})
        member.look(lambda: bool(member.records))

        assert member.records[0].at.tzinfo is not None
        assert 2020 < member.records[0].at.year < 2200
        assert source.idle(WAIT).records == ()
