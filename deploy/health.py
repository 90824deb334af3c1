"""Whether a process is alive, and whether it keeps up: decided from readings, answered over HTTP.

``/live`` is 200 while the loop of the process gives heartbeats; ``/ready`` is 200 while every part of it is near the
end of its log; ``/metrics`` are those of Prometheus. Nothing here asks a broker: parts say where they are. All
instants are seconds of the monotonic clock that is passed in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Reading:
    """Where one part of the process is: a router, a partition of the judge, a partition that the sink reads."""

    part: str
    position: int
    """The offset that it takes next."""

    log_end: int
    """The offset that the next record of the log will get."""

    moved_at: float
    """When the position last changed, or was last seen at the log end: from then on the part owes progress."""

    asked_at: float | None = None
    """When the log end was asked for; None: just now."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as alive and as keeping up."""

    beat_seconds: float = 30
    """The longest time between two heartbeats, and after which a reading is too old to be believed."""

    lag_records: int = 10_000
    """The farthest that a part may be behind its log end."""

    still_seconds: float = 60
    """The longest that a part may stand still while there are records for it."""


@dataclass(frozen=True, slots=True)
class PartHealth:
    """One part and the verdict on it; ``why`` says what is wrong, and is empty when nothing is."""

    reading: Reading
    still_seconds: float
    why: str

    @property
    def lag(self) -> int:
        """Records that it has not taken yet."""
        return self.reading.log_end - self.reading.position

    def as_json(self) -> dict[str, object]:
        """As ``/ready`` shows it."""
        return {
            "part": self.reading.part,
            "position": self.reading.position,
            "log_end": self.reading.log_end,
            "lag": self.lag,
            "still_seconds": round(self.still_seconds, 1),
            "why_not": self.why or None,
        }


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the process is ready; ``why`` is about the process as a whole."""

    parts: tuple[PartHealth, ...]
    why: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Every part is where it should be, and nothing is wrong with the whole."""
        return not self.why and not any(part.why for part in self.parts)

    def as_json(self) -> dict[str, object]:
        """As ``/ready`` shows it."""
        return {"ready": self.ready, "why_not": list(self.why), "parts": [part.as_json() for part in self.parts]}


def assess(readings: Iterable[Reading], now: float, limits: Limits, why: Iterable[str] = ()) -> Health:
    """The verdict on ``readings`` at ``now``; ``why`` are reasons against the process as a whole."""
    parts = sorted(readings, key=lambda reading: reading.part)
    return Health(tuple(_assess(reading, now, limits) for reading in parts), tuple(why))


def _assess(reading: Reading, now: float, limits: Limits) -> PartHealth:
    lag, still = reading.log_end - reading.position, now - reading.moved_at
    why = ""
    if reading.asked_at is not None and now - reading.asked_at > limits.beat_seconds:
        why = f"has not said where it is for {now - reading.asked_at:.0f} s, at most {limits.beat_seconds:g} s"
    elif lag < 0:
        why = f"stands {-lag} records beyond the end of its log"
    elif lag > limits.lag_records:
        why = f"is {lag} records behind, at most {limits.lag_records}"
    elif lag > 0 and still > limits.still_seconds:
        why = f"stands still for {still:.0f} s with {lag} records to take, at most {limits.still_seconds:g} s"
    return PartHealth(reading, still, why)


class Heart:
    """Says when the loop of the process last came round. Beats come from the loop, questions from other threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._beaten_at = clock()

    def beat(self) -> None:
        """The loop came round; to be called from it every second or so."""
        self._beaten_at = self._clock()

    @property
    def age(self) -> float:
        """Seconds since the last beat; since the beginning, before the first."""
        return self._clock() - self._beaten_at


Source = Callable[[], "Iterable[Reading] | None"]
"""Tells the readings of the parts that are there now, or None while it cannot. It is called on another thread, so it
must be quick and must not wait."""


class Board:
    """Where the parts of a process say where they are; what they said is assessed when somebody asks."""

    def __init__(self, heart: Heart, clock: Clock, limits: Limits) -> None:
        self.heart, self.limits = heart, limits
        self._clock = clock
        self._lock = threading.Lock()
        self._sources: dict[str, Source] = {}
        self._pushed: dict[str, Reading | None] = {}
        self._stopped = ""

    def expect(self, part: str) -> None:
        """Nobody is ready before ``part`` has said where it is."""
        with self._lock:
            self._pushed.setdefault(part, None)

    def push(self, reading: Reading) -> None:
        """A part says where it is; a log end without a time was asked for just now."""
        asked_at = self._clock() if reading.asked_at is None else reading.asked_at
        fresh = Reading(reading.part, reading.position, reading.log_end, reading.moved_at, asked_at)
        with self._lock:
            self._pushed[reading.part] = fresh

    def report(self, part: str, position: int, log_end: int) -> None:
        """A part says where it is, and from what it said before follows since when it stands still."""
        now = self._clock()
        with self._lock:
            before = self._pushed.get(part)
            waits = before is not None and before.position == position < before.log_end
            moved_at = before.moved_at if before is not None and waits else now
            self._pushed[part] = Reading(part, position, log_end, moved_at, now)

    def withdraw(self, part: str) -> None:
        """A part is no longer here, such as a partition that went to another worker."""
        with self._lock:
            self._pushed.pop(part, None)

    def register(self, name: str, source: Source) -> None:
        """``source`` is asked whenever somebody wants to know; ``name`` is said when it fails."""
        with self._lock:
            self._sources[name] = source

    def stop(self, why: str) -> None:
        """From now on the process is not ready, for this reason, whatever its parts say; "" takes it back."""
        self._stopped = why

    @property
    def alive(self) -> bool:
        """Whether the loop gave a heartbeat within the limit."""
        return self.heart.age <= self.limits.beat_seconds

    def health(self) -> Health:
        """The verdict of now. A process of which no part is known is not ready; one whose sources all say that there
        is nothing for them, such as a worker without a partition, is.
        """
        why = [self._stopped] if self._stopped else []
        if not self.alive:
            why.append(f"the loop gave no heartbeat for {self.heart.age:.0f} s, at most {self.limits.beat_seconds:g} s")
        with self._lock:
            readings = [reading for reading in self._pushed.values() if reading is not None]
            why += [f"{part} has not said where it is" for part, reading in self._pushed.items() if reading is None]
            sources = dict(self._sources)
            if not (why or self._pushed or self._sources):
                why.append("no part has said where it is")
        for name, source in sources.items():
            told, failed = _ask(source)
            readings += told
            why += [f"{name} {failed}"] if failed else []
        return assess(readings, self._clock(), self.limits, why)

    def liveness(self) -> Mapping[str, object]:
        """What ``/live`` shows."""
        age = round(self.heart.age, 1)
        return {"live": self.alive, "beat_seconds_ago": age, "limit_seconds": self.limits.beat_seconds}


def _ask(source: Source) -> tuple[list[Reading], str]:
    """What a source tells, or why it does not: a part that fails must be seen, and must not fail the others."""
    try:
        told = source()
    except Exception as error:  # whatever it is, the answer is that this part is not ready
        return [], f"failed to say where it is: {type(error).__name__}: {error}"
    return ([], "does not know yet where it is") if told is None else (list(told), "")
