"""What one slice, sent at one rate, came to."""

from __future__ import annotations

from dataclasses import dataclass

from deploy.benchmarks.figures import quantile
from deploy.benchmarks.generator import Sent


@dataclass(frozen=True, slots=True)
class Step:
    """What one slice came to. CPU in seconds, of the whole time from before the slice until all of it was judged."""

    sent: Sent
    events: int
    seconds: float
    """From when the first event was due to when the last one could be read."""

    latencies: list[float]
    """Of each distinct event, in seconds, in the order in which they were due."""

    bounded: bool
    findings: int
    messages: int
    entries: int
    cpu: dict[str, float]

    @property
    def per_second(self) -> float:
        """Events taken in in a second."""
        return self.events / self.seconds

    def cpu_us(self, stage: str) -> float:
        """Microseconds of CPU time per event."""
        return round(self.cpu[stage] / self.events * 1e6, 1)

    def milliseconds(self, part: float) -> float:
        """A quantile of the latencies."""
        return round(quantile(self.latencies, part) * 1000, 1)
