"""Detector runs on servers: figures and rows in ClickHouse, findings into the log, one scheduler at a time.

A run waits until the sink has stored every finding that the log had when its claim won. So it compares with what all
earlier runs have published, also one that died half-way, and publishes no change a second time.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.registry import wire_format_of
from deploy.settings import Settings
from deploy.standing import standing
from deploy.wiring import open_sink_rows, rule_book
from producers.kafka.detections import Detections, outgoing
from producers.kafka.log import KafkaLog, open_log
from producers.kafka.reading import Reader, open_reader
from producers.kafka.statements import after_all
from producers.lease import Claim
from schemas.connection import Connection
from schemas.errors import CaratraceError, ConfigurationError, RetryError
from schemas.findings import Finding
from schemas.ports import RowStore
from schemas.records import DetectionClaim
from schemas.topics import FINDINGS
from sinks.detectors import newest_revision, run_detectors
from sinks.offsets import OwnOffsets
from sinks.reference_rows import load_reference_tables
from sinks.source import Partition

LOOK_SECONDS = 0.5
"""Between two looks at how far the sink is."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try: why there was no run, or what changed and what stands now."""

    why_not: str = ""
    changed: tuple[Finding, ...] = ()
    standing: tuple[dict[str, Any], ...] = ()
    """Findings of detectors that are raised, by column name, in the order of rule and date."""


def slot_of(now: datetime, every: timedelta) -> datetime:
    """The beginning of the stretch of time, of the length ``every``, that ``now`` is in."""
    return now - (now - _EPOCH) % every


def this_process() -> str:
    """Who holds a lease, for people to find."""
    return f"{socket.gethostname()}, process {os.getpid()}"


Tell = Callable[[str], None]


def silent(message: str) -> None:
    """Tell nobody."""
    del message


class LeasedRun:
    """One try at running the detectors, with open connections."""

    def __init__(self, settings: Settings, store: RowStore, log: KafkaLog, reader: Reader) -> None:
        self._reference = rule_book(settings).reference
        self._wire = wire_format_of(settings)
        self._store = store
        self._log = log
        self._reader = reader
        self._lease = Detections(log, reader)

    def try_for(self, slot: datetime, lease_seconds: int, stop: threading.Event, tell: Tell = silent) -> Outcome:
        """Run the detectors for ``slot``, if nobody else does or did; ``stop`` ends a run that still waits.

        ``tell`` hears what it waits for.
        Raises ``RetryError`` when the sink is behind for half the lease, or the lease ran out before the end.
        """
        claim, why_not = self._lease.claim(DetectionClaim(this_process(), slot, lease_seconds))
        if why_not:
            return Outcome(why_not)
        try:
            if not self._await_sink(lease_seconds / 2, stop, tell):
                self._lease.end(claim, None)
                return Outcome(f"slot {slot.isoformat()} was given up: this process is to end")
            changed = self._run(claim)
        except BaseException:
            with suppress(CaratraceError):  # then it runs out by itself
                self._lease.end(claim, None)
            raise
        self._lease.end(claim, len(changed))
        return Outcome(changed=changed, standing=standing(self._store, changed))

    def _await_sink(self, seconds: float, stop: threading.Event, tell: Tell) -> bool:
        """Wait until the sink has stored the findings that are in the log now; False when ``stop`` came first."""
        wanted = {Partition(FINDINGS.name, number): end for number, end in self._reader.ends(FINDINGS).items() if end}
        offsets = OwnOffsets(self._store)
        looks = max(1, round(seconds / LOOK_SECONDS))
        behind: list[str] = []
        for look in range(looks):
            stored = offsets.read(wanted)
            behind = [f"{p} at {stored.get(p, 0)} of {end}" for p, end in wanted.items() if stored.get(p, 0) < end]
            if not behind:
                return True
            if look == 0:
                tell(f"waits up to {seconds:g} s for the sink, which is at {', '.join(behind[:3])}")
            if stop.wait(LOOK_SECONDS):
                return False
        raise RetryError(
            f"the sink has not stored the findings of the log within {seconds:g} s ({', '.join(behind[:3])}), without "
            "which earlier findings would be published again; see whether `caratrace sink` runs and what it says, and "
            "try again"
        )

    def _run(self, claim: Claim) -> tuple[Finding, ...]:
        """Look, and publish what changed; the log's order of claims is the order of revisions.

        The lease is looked at again at the last moment. Who falls asleep even after that publishes under a revision
        that is lower than that of whoever took over, and so overrules nothing.
        """
        load_reference_tables(self._store, after_all(self._reference, self._reader, self._wire), claim.at)
        revision = max(claim.offset, newest_revision(self._store)) + 1
        changed = tuple(run_detectors(self._store, revision, claim.at, table=self._reference.settings))
        if not self._lease.still_holds(claim):
            raise RetryError(
                f"the lease of {claim.asked.lease_seconds} s ran out at {claim.until.isoformat()}, before the run was "
                "done; nothing was published, and whoever runs next finds the same; if it happens again, raise --lease"
            )
        for finding in changed:
            self._log.send(outgoing(finding, self._wire))
        self._log.flush()
        return changed


@contextmanager
def leased_run(settings: Settings, connection: Connection) -> Iterator[LeasedRun]:
    """A try on the servers that the settings name; its connections are closed afterwards."""
    if settings.clickhouse is None:
        raise ConfigurationError(
            "expected the ClickHouse server that the sink writes to, got none; set CARATRACE_CLICKHOUSE"
        )
    with open_sink_rows(settings) as store, open_log(connection) as log, open_reader(connection) as reader:
        yield LeasedRun(settings, store, log, reader)
