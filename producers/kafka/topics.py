"""The topics of a cluster against the table of topics: what differs, and how it is put right."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import for_code

from schemas.connection import Connection, connecting, explained, translated
from schemas.errors import ConfigurationError, RetryError, StopError
from schemas.topics import Topic

_UNKNOWN_TOPIC = 3
_SETTLED_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A topic as the cluster has it. ``topic_id`` is new when a topic is deleted and made again."""

    topic_id: str
    partitions: int
    replication: int
    """Copies of the partition that has the fewest."""

    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the table says; ``name`` is a setting of Kafka, or what is counted."""

    topic: str
    name: str
    found: str
    wanted: str
    by_hand: str | None = None
    """Why a person must do it, where no command may."""


MISSING = "topic"


def plan(table: Iterable[Topic], found: Mapping[str, Found], replication: int) -> tuple[Difference, ...]:
    """What must change so that the cluster has ``table`` with ``replication`` copies; nothing, when nothing differs."""
    differences: list[Difference] = []
    for topic in table:
        here = found.get(topic.name)
        if here is None:
            wanted = f"{topic.partitions} partitions, {replication} copies"
            differences.append(Difference(topic.name, MISSING, "missing", wanted))
        else:
            differences.extend(_compare(topic, here, replication))
    return tuple(differences)


def _compare(topic: Topic, here: Found, replication: int) -> Iterator[Difference]:
    if here.partitions != topic.partitions:
        why = "another number of partitions moves keys to other partitions and breaks their order; make a new topic"
        yield Difference(topic.name, "partitions", str(here.partitions), str(topic.partitions), why)
    if here.replication < replication:
        why = "copies are added with kafka-reassign-partitions, which moves data between brokers"
        yield Difference(topic.name, "copies", str(here.replication), str(replication), why)
    for name, wanted in topic.configuration(replication).items():
        got = here.settings.get(name, "not told")
        if got != wanted:
            yield Difference(topic.name, name, got, wanted)


class Topics:
    """Reads and changes the topics of one cluster."""

    def __init__(self, client: KafkaAdminClient, connection: Connection) -> None:
        self._client = client
        self._connection = connection

    def found(self, names: Iterable[str]) -> dict[str, Found]:
        """Those of ``names`` that the cluster has."""
        wanted = list(names)
        if not wanted:
            return {}
        with explained(self._connection, "reading the topics"):
            described = [topic for topic in self._client.describe_topics(wanted) if self._exists(topic)]
            if not described:
                return {}
            resources = [ConfigResource(ConfigResourceType.TOPIC, topic["name"]) for topic in described]
            settings = self._client.describe_configs(resources, config_filter="all")["topic"]
        return {topic["name"]: _as_found(topic, settings[topic["name"]]) for topic in described}

    def _exists(self, described: Mapping[str, int]) -> bool:
        code = described["error_code"]
        if code not in {0, _UNKNOWN_TOPIC}:
            raise translated(for_code(code)(), self._connection, f"reading the topic {described['name']}")
        return code == 0

    def apply(self, table: Iterable[Topic], differences: Iterable[Difference], replication: int) -> None:
        """Make what is missing, set what differs, and return when the cluster shows it.

        Raises ``ConfigurationError``, before anything is changed, where a person must act.
        """
        table, differences = tuple(table), tuple(differences)
        for difference in differences:
            if difference.by_hand:
                raise ConfigurationError(
                    f"{difference.topic} has {difference.found} {difference.name}, expected {difference.wanted}: "
                    f"{difference.by_hand}; nothing was changed"
                )
        missing = {difference.topic for difference in differences if difference.name == MISSING}
        with explained(self._connection, "changing the topics"):
            if missing:
                self._make([topic for topic in table if topic.name in missing], replication)
            for name in dict.fromkeys(change.topic for change in differences if change.topic not in missing):
                wanted = {change.name: change.wanted for change in differences if change.topic == name}
                self._set(name, wanted)
        changed = {difference.topic for difference in differences}
        self._await(tuple(topic for topic in table if topic.name in changed), replication)

    def _await(self, changed: tuple[Topic, ...], replication: int) -> None:
        """A broker may answer as before for some instants after a change was accepted."""
        end = time.monotonic() + _SETTLED_SECONDS
        while left := plan(changed, self.found(topic.name for topic in changed), replication):
            if time.monotonic() > end:
                raise RetryError(f"{self._connection.bootstrap} took the changes but does not show them: {left[0]}")
            time.sleep(0.05)

    def _make(self, missing: list[Topic], replication: int) -> None:
        wanted = {
            topic.name: {
                "num_partitions": topic.partitions,
                "replication_factor": replication,
                "configs": topic.configuration(replication),
            }
            for topic in missing
        }
        self._client.create_topics(wanted, wait_for_metadata=True)

    def _set(self, name: str, wanted: Mapping[str, str]) -> None:
        answer = self._client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, dict(wanted))])
        said = answer["topic"][name]  # the client raises nothing here, it only tells
        if said != "OK":
            raise StopError(f"setting {wanted} of the topic {name} at {self._connection.bootstrap} was refused: {said}")


def _as_found(described: Mapping[str, object], settings: Mapping[str, Mapping[str, object]]) -> Found:
    partitions = described["partitions"]
    assert isinstance(partitions, list)
    return Found(
        topic_id=str(described["topic_id"]),
        partitions=len(partitions),
        replication=min(len(partition["replica_nodes"]) for partition in partitions),
        settings={name: str(setting["value"]) for name, setting in settings.items()},
    )


@contextmanager
def open_topics(connection: Connection) -> Iterator[Topics]:
    """The topics of the cluster at ``connection``; the client is closed afterwards."""
    with connecting(connection):
        client = KafkaAdminClient(**connection.options())
    try:
        yield Topics(client, connection)
    finally:
        client.close()
