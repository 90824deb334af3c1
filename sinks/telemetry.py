"""Metrics of a sink, in the default registry of prometheus_client."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from prometheus_client import Counter, Gauge, Histogram

from sinks.batch import Batch
from sinks.source import Partition

READ = Counter("caratrace_sink_records_read", "Records of the log in written batches.", ["topic"])
ROWS = Counter("caratrace_sink_rows_written", "Rows of written batches.", ["table"])
QUARANTINED = Counter("caratrace_sink_records_quarantined", "Records that could not be accepted.", ["topic"])
REPEATS = Counter("caratrace_sink_records_repeated", "Records that came a second time and were left out.", ["topic"])
GIVEN_BACK = Counter("caratrace_sink_records_given_back", "Records read, not written, to be read again.", ["topic"])
BATCHES = Counter("caratrace_sink_batches", "Batches written.")
RETRIES = Counter("caratrace_sink_retries", "Calls of the store or the log that failed and are made again.")
FAILED_COMMITS = Counter("caratrace_sink_failed_commits", "Commits to Kafka that failed; they are a courtesy.")
BATCH_SECONDS = Histogram(
    "caratrace_sink_batch_seconds", "Time of one attempt to write a batch.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
)  # fmt: skip
LAG = Gauge("caratrace_sink_lag_records", "Records of the log that are not stored yet.", ["topic", "partition"])
SUCCESS = Gauge("caratrace_sink_last_success_timestamp_seconds", "When a batch was last written, in Unix time.")


def written(batch: Batch, rows: dict[str, int], at: datetime) -> None:
    """A batch was written, and its rows by table, at this instant."""
    for topic, count in batch.read.items():
        READ.labels(topic).inc(count)
    for topic, count in batch.refused.items():
        QUARANTINED.labels(topic).inc(count)
    for table, count in rows.items():
        ROWS.labels(table).inc(count)
    BATCHES.inc()
    SUCCESS.set(at.timestamp())


def lag(partition: Partition, records: int) -> None:
    """A partition is so many records behind the log."""
    LAG.labels(partition.topic, str(partition.number)).set(max(0, records))


def no_lag(partition: Partition) -> None:
    """A partition went to another sink, which tells its lag from now on."""
    with suppress(KeyError):  # it may have gone before its lag was known
        LAG.remove(partition.topic, str(partition.number))
