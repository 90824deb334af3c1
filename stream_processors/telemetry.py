"""What router and judge count and measure, for Prometheus."""

from __future__ import annotations

from contextlib import suppress

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
AGES = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60, 300, 3600)

ROUTED = Counter("caratrace_router_records", "Records of the log of events that the router took in")
REFUSED = Counter("caratrace_router_refused", "Records that went to quarantine", ["reason"])
ROUTER_BATCHES = Counter("caratrace_router_batches", "Batches sent to partitions of histories")
ROUTER_ENTRIES = Counter("caratrace_router_entries", "Records in these batches; one goes to each partition it concerns")
ROUTER_SECONDS = Histogram("caratrace_router_seconds", "From reading a run of records to its commit", buckets=SECONDS)
TICKS = Counter("caratrace_router_ticks", "Instants that the router let the judges know of")
TICKED = Gauge("caratrace_router_tick_timestamp_seconds", "The last instant that the router let the judges know of")

MESSAGES = Counter("caratrace_judge_messages", "Messages that the judge took in", ["partition"])
RECORDS = Counter("caratrace_judge_records", "Records that histories kept", ["partition"])
FINDINGS = Counter("caratrace_judge_findings", "Revisions of findings that were published", ["rule", "status"])
ALERTS = Counter("caratrace_judge_alerts", "Revisions that were published for alerting")
TOLD = Counter("caratrace_judge_told", "Records that tell a lot of breaches where it comes from, or of their end")
JUDGE_REFUSED = Counter("caratrace_judge_refused", "What the judge found unreadable among subjects", ["reason"])
JUDGE_SECONDS = Histogram("caratrace_judge_seconds", "From taking a message to its commit", buckets=SECONDS)
JUDGE_AGE = Histogram(
    "caratrace_judge_age_seconds",
    "From the log taking in the oldest event of a message to its verdict being readable; clocks of broker and worker",
    buckets=AGES,
)
SKIPPED = Counter("caratrace_judge_skipped", "Messages that came again and were passed over", ["partition"])
HEALS = Counter("caratrace_judge_heals", "Times that the judge read missing messages itself", ["partition", "seen_by"])
HEALED = Counter("caratrace_judge_healed_messages", "Messages that the judge read itself", ["partition"])
POSITION = Gauge("caratrace_position", "The offset that a part takes next", ["part"])
LAG = Gauge("caratrace_lag", "Records between the position of a part and the end of its log", ["part"])


def forget(part: str) -> None:
    """The part went to another worker, which tells from now on where it stands."""
    for gauge in (POSITION, LAG):
        with suppress(KeyError):  # it never came to say where it stands
            gauge.remove(part)
