"""A peer: Quix Streams with the engine in a sink of its own, which judges each message and commits with its checkpoint.

``python -m deploy.benchmarks.quix_consumer``, by a Python that has quixstreams; it ends at SIGTERM. It connects without
TLS and SASL.
"""

from __future__ import annotations

import os
from typing import Any

from confluent_kafka import Producer
from quixstreams import Application
from quixstreams.sinks import BaseSink

from deploy.benchmarks.journal import NAME, Journal
from deploy.benchmarks.one_stage import OneStage
from deploy.memory import settle
from deploy.settings import Settings
from deploy.wiring import rule_book
from schemas.codec import encode
from schemas.topics import ALERTS, EVENTS, FINDINGS, QUARANTINE
from stream_processors.incoming import Incoming
from stream_processors.partition_judge import Applied
from stream_processors.subject_log import stamped

GROUP = "caratrace-bench-quix"
MOST = 1000


class JudgeSink(BaseSink):  # type: ignore[misc]
    """Judges each message as it comes; at a checkpoint results are acknowledged, then the store is committed."""

    def __init__(self, judge: OneStage, results: Producer, journal: Journal) -> None:
        super().__init__()
        self._judge, self._results, self._journal = judge, results, journal

    def add(self, **message: Any) -> None:
        """Judge one message, and hand what follows from it to the producer."""
        applied = Applied()
        topic, partition, offset = (message[name] for name in ("topic", "partition", "offset"))
        record = Incoming(topic, partition, offset, stamped(message["timestamp"]), message["value"])
        self._judge.take(record, applied)
        for finding in applied.findings:
            self._results.produce(FINDINGS.name, encode(finding), finding.subject.encode())
        for finding in applied.alerts:
            self._results.produce(ALERTS.name, encode(finding), finding.finding_id.encode())
        for refusal in applied.refused:
            self._results.produce(QUARANTINE.name, encode(refusal), refusal.source.encode())
        self._results.poll(0)

    def flush(self) -> None:
        """Quix commits the offsets after this has returned."""
        left = self._results.flush(25)
        if left:
            raise RuntimeError(f"{left} results were not acknowledged")
        moved = self._judge.commit()
        if moved:
            self._journal.committed(moved)


def main() -> None:
    """Run until told to end."""
    settings = Settings.from_environment(os.environ)
    bootstrap = settings.kafka_bootstrap or ""
    judge = OneStage(settings.home / "one-stage.sqlite", rule_book(settings), settings.cached_histories)
    journal = Journal(settings.home / NAME)
    results = Producer({"bootstrap.servers": bootstrap, "acks": "all", "enable.idempotence": True})
    app = Application(
        broker_address=bootstrap,
        consumer_group=GROUP,
        auto_offset_reset="earliest",
        commit_interval=settings.router_linger_ms / 1000,
        commit_every=MOST,
        auto_create_topics=False,
        consumer_poll_timeout=settings.router_linger_ms / 1000,
        state_dir=settings.home / "quix",
        loglevel="WARNING",
    )
    events = app.dataframe(app.topic(EVENTS.name, key_deserializer="bytes", value_deserializer="bytes"))
    events.sink(JudgeSink(judge, results, journal))
    settle()
    app.run()
    judge.close()
    journal.close()


if __name__ == "__main__":
    main()
