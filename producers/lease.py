"""Who may run the detectors, decided from the log of claims alone. Pure: any number of readers decide alike.

One run at a time, whatever slot it is for: two at once would publish the same changes twice. All times are those at
which the log took a record, so no clock of a machine that asks takes part. What a clock does choose is the slot, so a
claim for a slot that has not begun yet cannot win.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from schemas.records import DetectionClaim, DetectionDone

CLOCKS_AGREE = timedelta(minutes=1)
"""How far a clock that chooses slots may be ahead of the log's."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A record at its place in the log of claims, with the log's time of it."""

    offset: int
    at: datetime
    record: DetectionClaim | DetectionDone


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim at its place in the log."""

    offset: int
    at: datetime
    asked: DetectionClaim

    @property
    def until(self) -> datetime:
        """When it no longer stands, if nothing ends it before."""
        return self.at + timedelta(seconds=self.asked.lease_seconds)


@dataclass(frozen=True, slots=True)
class Lease:
    """What the log of claims comes to at one place: the last winner, and the claim of the latest slot that is done."""

    winner: Claim | None = None
    """The claim that won last and has not ended; it may have expired."""

    done: Claim | None = None

    def after(self, logged: Logged) -> Lease:
        """The lease with the next record of the log."""
        record = logged.record
        if isinstance(record, DetectionClaim):
            claim = Claim(logged.offset, logged.at, record)
            return self if self.refuses(claim) else replace(self, winner=claim)
        if self.winner is None or self.winner.offset != record.claim_offset:
            return self  # from one whose lease ran out and went to another
        return Lease(None, self.done if record.findings is None else self.winner)

    def refuses(self, claim: Claim) -> str:
        """Why ``claim``, the next record, does not win; empty when it does."""
        slot = claim.asked.slot
        if slot > claim.at + CLOCKS_AGREE:
            return f"slot {slot.isoformat()} has not begun: the log took the claim at {claim.at.isoformat()}"
        if self.done and self.done.asked.slot >= slot:
            return f"slot {slot.isoformat()} is done, by {self.done.asked.holder}"
        if self.winner and claim.at < self.winner.until:
            held = self.winner.asked
            return f"slot {held.slot.isoformat()} is held by {held.holder} until {self.winner.until.isoformat()}"
        return ""


NOBODY = Lease()


def lease_of(log: Iterable[Logged], lease: Lease = NOBODY) -> Lease:
    """What ``log``, in order, comes to, where ``lease`` is what came before it."""
    for logged in log:
        lease = lease.after(logged)
    return lease


def holder_of(log: Iterable[Logged], now: datetime, before: Lease = NOBODY) -> Claim | None:
    """The claim that stands at ``now``, by the log's clock; ``before`` is what came before ``log``."""
    winner = lease_of(log, before).winner
    return winner if winner and now < winner.until else None


def answer_to(offset: int, log: Iterable[Logged]) -> tuple[Claim, str]:
    """The claim at ``offset`` and why it did not win; empty when it did. Later records do not count."""
    lease = NOBODY
    for logged in log:
        if logged.offset == offset and isinstance(logged.record, DetectionClaim):
            claim = Claim(offset, logged.at, logged.record)
            return claim, lease.refuses(claim)
        lease = lease.after(logged)
    raise ValueError(f"expected a claim at offset {offset} of the log")
