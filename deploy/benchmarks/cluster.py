"""The log as the measuring process sees it: whether it may be used, where it ends, which message holds which event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from kafka import KafkaAdminClient

from producers.kafka.reading import Reader, open_reader
from producers.kafka.topics import MISSING, open_topics, plan
from schemas import codec
from schemas.connection import Connection, connecting, explained
from schemas.errors import ConfigurationError, RetryError
from schemas.records import SubjectBatch
from schemas.topics import EVENTS, SUBJECTS, TOPICS, Topic

Ends = Mapping[int, int]
"""By partition, the offset that the next record will get."""


class Cluster:
    """What a benchmark asks a cluster for."""

    def __init__(self, reader: Reader, admin: KafkaAdminClient, connection: Connection) -> None:
        self._reader, self._admin, self._connection = reader, admin, connection

    def ends(self, topic: Topic) -> dict[int, int]:
        """Where each partition of a topic ends."""
        return self._reader.ends(topic)

    def committed(self, group: str, topic: Topic) -> dict[int, int]:
        """How far a group says that it has got; nothing as long as it has said nothing."""
        try:
            with explained(self._connection, f"asking how far {group} has got"):
                found = self._admin.list_group_offsets(group)[group]
        except RetryError:  # nobody looks after the group yet
            return {}
        return {place.partition: said.offset for place, said in found.items() if place.topic == topic.name}

    def places(self, topic: Topic, begin: Ends, end: Ends) -> Iterator[tuple[int, int, bytes]]:
        """Partition, offset and bytes of each event in a stretch of a topic, in the order of each partition."""
        for number, upto in end.items():
            for found in self._reader.each(topic, number, begin.get(number, 0), upto):
                if topic is SUBJECTS:
                    batch = codec.decode(found.payload)
                    assert isinstance(batch, SubjectBatch)
                    for entry in batch.entries:
                        yield number, found.offset, entry.payload
                else:
                    yield number, found.offset, found.payload


@contextmanager
def open_cluster(connection: Connection, copies: int, may_hold_records: bool) -> Iterator[Cluster]:
    """The cluster at ``connection``, with those topics made that were missing.

    Raises ``ConfigurationError`` for a log that holds records, unless it may: what is sent stays there.
    """
    with open_topics(connection) as topics:
        missing = [
            gap for gap in plan(TOPICS, topics.found(topic.name for topic in TOPICS), copies) if gap.name == MISSING
        ]
        topics.apply(TOPICS, missing, copies)
    with connecting(connection):
        admin = KafkaAdminClient(**connection.options())
    try:
        with open_reader(connection) as reader:
            held = sum(sum(reader.ends(topic).values()) for topic in (EVENTS, SUBJECTS))
            if held and not may_hold_records:
                raise ConfigurationError(
                    f"the log at {connection.bootstrap} holds {held:,} records, and a benchmark would mix its events "
                    "into them for ever; name a cluster of its own, or say --yes"
                )
            yield Cluster(reader, admin, connection)
    finally:
        admin.close()
